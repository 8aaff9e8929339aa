// Lua functions on one record (chapter 14 §2).
#include "api/client_impl.hpp"
#include "command/checks.hpp"

#include <spikelet/wire/msgpack.hpp>

#include <utility>

namespace spikelet {
namespace {

constexpr std::size_t name_size_max = 127;  // of modules and functions, as the server has it

error check_name(std::string_view name, std::string_view argument) {
    if (!name.empty() && name.size() <= name_size_max) return {};
    return command::wrong(std::string(argument),
                          std::string(argument) + " has " + std::to_string(name.size()) +
                              " bytes; 1 … " + std::to_string(name_size_max) + " are accepted");
}

// The value of SUCCESS; the text of FAILURE.
class result_reader final : public conversation::reply_reader {
public:
    explicit result_reader(const command::decoding& d) : decoding_(d) {}

    bool read(const wire::message_view& reply, std::string& why) override {
        for (const wire::operation_view op : reply.operations()) {
            if (op.bin != "SUCCESS") continue;
            return command::decode(decoding_, op, result, why);
        }
        why = "it has no value of the function";
        return false;
    }
    std::string failure_text(const wire::message_view& reply) override {
        for (const wire::operation_view op : reply.operations()) {
            if (op.bin == "FAILURE") return std::string(wire::as_text(op.value));
        }
        return {};
    }

    value result;

private:
    const command::decoding decoding_;
};

}  // namespace

result<value> client::apply(const key& k, std::string_view module, std::string_view function,
                            std::span<const value> arguments, const apply_policy& policy) {
    if (error e = command::check_key(k)) return e;
    if (error e = command::check_policy(policy)) return e;
    if (error e = check_name(module, "module")) return e;
    if (error e = check_name(function, "function")) return e;
    const command::effective_policy p = command::resolve(policy, impl_->groups.apply);

    const command::serializer_choice serializer(impl_->config.serialization, p.serializer);
    command::serializer_choice::copies memory;
    error why;
    wire::buffer packed;
    wire::msgpack::writer writer(packed);
    writer.list(arguments.size());
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const value* const sent = serializer.prepare(arguments[i], memory, why);
        if (why) return command::blame(why, "arguments[" + std::to_string(i) + "]");
        wire::encode_value(*sent, packed);
    }
    wire::buffer request;
    command::write_apply(k, module, function, packed.view(), p, request);

    const command::deserializer_choice deserializer(impl_->config.serialization);
    result_reader reader(impl_->decoding_for(p, deserializer));
    if (error e = impl_->run(k, request.view(), p, true, reader)) return e;
    return std::move(reader.result);
}

}  // namespace spikelet
