// What reads answer: bins by name, with what the server keeps beside them.
#pragma once

#include <spikelet/key.hpp>
#include <spikelet/value.hpp>

#include <boost/container/small_vector.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spikelet {

struct bin {
    std::string name;
    spikelet::value value;
    friend bool operator==(const bin&, const bin&) = default;
};

// Bins of one record: names are unique, the order is that of making or of the server's answer. A
// flat array searched linearly: records have few bins. The first one lies in the object itself, so
// that a client which reads records of one small bin takes nothing from the heap.
//
//     bins b{{"name", "Ann"}, {"visits", 7}};
//     b.at("visits").as_int();   // 7
//     b["seen"] = true;
class bins {
public:
    using container = boost::container::small_vector<bin, 1>;
    using value_type = bin;
    using iterator = container::iterator;
    using const_iterator = container::const_iterator;

    bins() = default;
    // The last of two bins with one name wins.
    bins(std::initializer_list<std::pair<std::string_view, value>> items);

    bool empty() const { return items_.empty(); }
    std::size_t size() const { return items_.size(); }
    iterator begin() { return items_.begin(); }
    iterator end() { return items_.end(); }
    const_iterator begin() const { return items_.begin(); }
    const_iterator end() const { return items_.end(); }

    // Null if there is no such bin.
    const value* find(std::string_view name) const;
    value* find(std::string_view name);
    bool contains(std::string_view name) const { return find(name) != nullptr; }
    // std::out_of_range that lists the bins there are.
    const value& at(std::string_view name) const;
    // Adds a nil if there is no such bin.
    value& operator[](std::string_view name);
    void set(std::string_view name, value v) { (*this)[name] = std::move(v); }
    // Appends without looking for the name: for decoders.
    void append(std::string_view name, value v) {
        items_.push_back(bin{std::string(name), std::move(v)});
    }
    void reserve(std::size_t count) { items_.reserve(count); }
    void clear() { items_.clear(); }

    // The same bins in any order.
    friend bool operator==(const bins& a, const bins& b);

private:
    container items_;
};

struct record_metadata {
    std::uint32_t generation = 0;
    // Seconds until the record expires, by the client's clock; nullopt: never.
    std::optional<std::uint32_t> ttl_s;
    friend bool operator==(const record_metadata&, const record_metadata&) = default;
};

// `key` is the caller's; its user key is what the caller gave.
struct record {
    spikelet::key key;
    record_metadata metadata;
    spikelet::bins bins;
};

// Of operate_ordered: one entry an answered operation, in order; a bin may come several times.
struct ordered_record {
    spikelet::key key;
    record_metadata metadata;
    std::vector<bin> results;
};

}  // namespace spikelet
