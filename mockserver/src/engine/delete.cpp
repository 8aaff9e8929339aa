// Deleting one record. Replies never show a generation (chapter 01 §14).
#include "engine/command.hpp"

namespace spikelet::mock {
namespace {

using enum result_code;

result_code remove(const command& cmd) {
    if (const result_code rc = refusal_of_key(cmd); rc != ok) return rc;
    if (const result_code rc = refusal_of_durable_delete(cmd); rc != ok) return rc;
    partition* cell = cmd.store.find_partition(cmd.pid);
    if (cell == nullptr) return record_not_found;
    const std::lock_guard lock(cell->mutex());
    const record* r = cell->find(cmd.digest);
    if (r == nullptr || !is_live(cmd, *r)) return record_not_found;
    if (!generation_fits(cmd, r->generation())) return generation;
    if (cmd.set && is_other_set(cmd, *r)) return parameter;
    if (is_other_key(cmd, *r)) return key_mismatch;
    if (const result_code rc = check_filter(cmd, *r); rc != ok) return rc;
    remove_record(cmd, *cell, *r);
    return ok;
}

void count(const command& cmd, result_code code) {
    using enum namespace_counter;
    namespace_statistics& own = cmd.self.statistics(cmd.namespace_index);
    namespace_statistics& serving = cmd.serving.statistics(cmd.namespace_index);
    const bool proxied = cmd.is_proxied();
    if (code == ok) {
        serving.add(proxied ? from_proxy_delete_success : client_delete_success);
    } else if (code == record_not_found) {
        serving.add(proxied ? from_proxy_delete_not_found : client_delete_not_found);
    } else {
        serving.add(proxied ? from_proxy_delete_error : client_delete_error);
    }
    if (code == generation) serving.add(fail_generation);
    if (proxied) own.add(client_proxy_complete);
}

}  // namespace

outcome run_delete_command(const command& cmd) {
    const result_code code = remove(cmd);
    count(cmd, code);
    return failed(code);
}

}  // namespace spikelet::mock
