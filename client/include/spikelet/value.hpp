// One value of a bin, an element of a list, a key or a value of a map.
//
// The same type serves the client, the mock server, Lua and JSON cases. It keeps what the packed
// form of a value says (chapter 07) except how wide a float was packed.
//
//     value v = value::map{{"a", 1}, {2, value::list{1, "x", 2.5}}};
//     v.as_map()[0].second.as_int();                       // 1
//     if (const auto* text = v.get_if<std::string>()) …    // not a string: null
//     std::cout << v;                                      // {"a": 1, 2: [1, "x", 2.5]}
//
// Values nest as deep as their maker makes them, and copying, comparing, encoding and destroying
// them recurses; decoders stop at `value_depth_max`.
#pragma once

#include <spikelet/value_object.hpp>
#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/particle_type.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace spikelet {

// Lists and maps inside each other that decoders accept.
inline constexpr std::size_t value_depth_max = 512;

enum class value_kind : std::uint8_t {
    nil,
    boolean,
    integer,
    floating,
    string,
    blob,  // bytes of type blob, a language blob, a vector, or without a type
    geojson,
    hll,
    list,
    map,
    wildcard,   // equals anything; only for comparisons
    infinity,   // above anything; only for comparisons
    extension,  // a msgpack extension that means nothing here; servers keep it
    object,     // a C++ value; a client's serializer makes a blob of it
};

// "integer", "list", …
std::string_view name(value_kind kind);

// The enumerators are the flag bits of the packed form (chapter 07 §2.4).
enum class list_order : std::uint8_t { unordered = 0, ordered = 1 };
enum class map_order : std::uint8_t {
    unordered = 0,
    key_ordered = 1,
    value_ordered = 2,  // servers take it and treat the map as unordered
    key_value_ordered = 3,
    preserve_order = 8,  // entries in the order of the answer; never stored
};

class value {
public:
    using list = std::vector<value>;
    using entry = std::pair<value, value>;
    // In the order given or received. A server answers with keys ascending.
    using map = std::vector<entry>;

    // ---- making

    value() = default;  // nil
    value(std::nullptr_t) {}
    template <std::same_as<bool> Bool>
    value(Bool b) : content_(b), kind_(value_kind::boolean) {}
    // Unsigned numbers of 2^63 and above stay what they are: see is_unsigned().
    template <std::integral Int>
    requires(!std::same_as<Int, bool>) value(Int number)
        : content_(static_cast<std::int64_t>(number)),
          kind_(value_kind::integer),
          attribute_(std::unsigned_integral<Int> && static_cast<std::int64_t>(number) < 0) {}
    value(double number) : content_(number), kind_(value_kind::floating) {}
    value(float number) : value(static_cast<double>(number)) {}
    value(std::string text) : content_(std::move(text)), kind_(value_kind::string) {}
    value(std::string_view text) : value(std::string(text)) {}
    // std::invalid_argument for a null pointer.
    value(const char* text);
    // A blob.
    value(const std::vector<std::uint8_t>& bytes);
    value(list items, list_order order = list_order::unordered, bool persist_index = false)
        : content_(std::move(items)),
          kind_(value_kind::list),
          attribute_(flag_bits(order, persist_index)) {}
    value(map entries, map_order order = map_order::unordered, bool persist_index = false)
        : content_(std::move(entries)),
          kind_(value_kind::map),
          attribute_(flag_bits(order, persist_index)) {}
    // A list of whatever makes a value.
    template <class T>
    requires(std::convertible_to<const T&, value> && !std::same_as<T, value> &&
             !std::same_as<T, entry> && !std::same_as<T, std::uint8_t>)
        value(const std::vector<T>& items)
        : value(list(items.begin(), items.end())) {}

    // `type` is one of wire::is_bytes(); or particle_type::null for packed bytes that have no type
    // byte; or list or map for the packed bytes of one, which nobody has unpacked and which go out
    // as they are. std::invalid_argument for anything else.
    static value blob(wire::bytes_view bytes, wire::particle_type type = wire::particle_type::blob);
    static value geojson(std::string text);
    static value hll(wire::bytes_view bytes);
    static value wildcard() { return value(value_kind::wildcard); }
    static value infinity() { return value(value_kind::infinity); }
    static value extension(std::uint8_t type, wire::bytes_view data);
    // Any copyable C++ value, which copies of this value share. It can be put into lists and maps
    // too, and cannot be packed: value_object.hpp.
    template <class T>
    static value object(T v) {
        return value(std::shared_ptr<const value_object>(
            std::make_shared<detail::held_object<T>>(std::move(v))));
    }

    // ---- asking

    value_kind kind() const { return kind_; }
    bool is_nil() const { return kind_ == value_kind::nil; }

    // These throw std::invalid_argument, which names both kinds, when the value is another.
    bool as_bool() const;
    // Two's complement when is_unsigned().
    std::int64_t as_int() const;
    double as_double() const;
    const std::string& as_string() const;
    const std::string& as_geojson() const;
    // Of a blob, an HLL or an extension; views the value.
    wire::bytes_view as_bytes() const;
    const list& as_list() const;
    list& as_list();
    const map& as_map() const;
    map& as_map();
    const value_object& as_object() const;

    // Null if the value is another kind. T: bool, std::int64_t, double, std::string (of strings,
    // not of GeoJSON), list, map.
    template <class T>
    const T* get_if() const {
        if constexpr (std::same_as<T, std::string>) {
            if (kind_ != value_kind::string) return nullptr;
        }
        return std::get_if<T>(&content_);
    }
    template <class T>
    T* get_if() {
        return const_cast<T*>(std::as_const(*this).get_if<T>());
    }

    // The object; null if the value is no object, or one of another type.
    template <class T>
    const T* get_object() const {
        if (kind_ != value_kind::object || as_object().type() != typeid(T)) return nullptr;
        return static_cast<const T*>(as_object().address());
    }

    // The value of the first entry with this key; null if there is none, or this is no map.
    const value* find(const value& key) const;

    // An integer of 2^63 or above, which was given or packed as unsigned.
    bool is_unsigned() const { return kind_ == value_kind::integer && attribute_ != 0; }
    // Of a blob; null means without a type byte, list and map that the bytes are a packed one.
    // Anything but a blob is std::invalid_argument.
    wire::particle_type blob_type() const;
    // Of an extension; else std::invalid_argument.
    std::uint8_t extension_type() const;
    // Of a list or map; else std::invalid_argument.
    list_order ordering_of_list() const;
    map_order ordering_of_map() const;
    bool persists_index() const;
    // Order and index as the flag byte of chapter 07 §2.4; 0 for anything but lists and maps.
    std::uint8_t flags() const {
        return kind_ == value_kind::list || kind_ == value_kind::map ? attribute_ : 0;
    }

    // Same kind, content and attributes. A NaN equals a NaN, a wildcard only a wildcard. Maps are
    // equal with the same entries in any order, unless both preserve theirs.
    friend bool operator==(const value& a, const value& b) {
        return a.kind_ == b.kind_ && a.attribute_ == b.attribute_ && equal_content(a, b);
    }

private:
    explicit value(value_kind kind) : kind_(kind) {}
    value(std::string bytes, value_kind kind, std::uint8_t attribute)
        : content_(std::move(bytes)), kind_(kind), attribute_(attribute) {}
    explicit value(std::shared_ptr<const value_object> object)
        : content_(std::move(object)), kind_(value_kind::object) {}

    template <class Order>
    static std::uint8_t flag_bits(Order order, bool persist_index) {
        return static_cast<std::uint8_t>(static_cast<unsigned>(order) |
                                         (persist_index ? 0x10u : 0u));
    }
    static bool equal_content(const value& a, const value& b);
    void expect(value_kind kind) const {
        if (kind_ != kind) throw_not(kind);
    }
    [[noreturn]] void throw_not(value_kind expected) const;

    using content = std::variant<std::monostate, bool, std::int64_t, double, std::string, list, map,
                                 std::shared_ptr<const value_object>>;
    // The two bytes behind lie in its tail padding.
    [[no_unique_address]] content content_;
    value_kind kind_ = value_kind::nil;
    // integer: 1 if unsigned; blob: particle type; extension: type; list and map: flags.
    std::uint8_t attribute_ = 0;
};

static_assert(sizeof(std::string) != 32 || sizeof(value) == 40);

// The T that the value holds, or that codec<T>::decode() makes of its blob: the way back of what
// the built-in serializer stored. std::invalid_argument for other values; passes on what decode()
// throws.
template <class T>
T object_cast(const value& v) {
    if (const T* object = v.get_object<T>()) return *object;
    if (v.kind() == value_kind::object) detail::throw_other_object(v.as_object(), typeid(T));
    return codec<T>::decode(v.as_bytes());
}

// The order of values that servers sort, rank and search by (chapter 07 §4). Flags of lists and
// maps do not count. Not transitive where a wildcard or a NaN takes part: both equal anything they
// are compared with, and a wildcard ends the comparison.
std::weak_ordering compare(const value& a, const value& b);

// {"a": 1, 2: [1, <0102>]}, as wire::msgpack_text() writes it, in full.
std::string to_string(const value& v);
std::ostream& operator<<(std::ostream& out, const value& v);

}  // namespace spikelet
