// Names one record: namespace, set and user key, or the digest alone.
#pragma once

#include <spikelet/value.hpp>
#include <spikelet/wire/digest.hpp>

#include <string>
#include <utility>

namespace spikelet {

class key {
public:
    // `user_key` is an integer, a double, a string or a blob; std::invalid_argument says so for
    // anything else. An empty set means "no set".
    key(std::string namespace_name, std::string set, value user_key);
    // For a record whose user key is not known.
    key(std::string namespace_name, std::string set, const wire::digest& digest);
    // Of a record that was read: `key_field` is what it stores, a type byte and a value as a
    // message carries them, or empty. What is no user key, or the key of another digest, is left
    // out.
    static key of_record(std::string namespace_name, std::string set, const wire::digest& digest,
                         wire::bytes_view key_field);

    const std::string& namespace_name() const { return namespace_; }
    const std::string& set() const { return set_; }
    // Nil when only the digest is known.
    const value& user_key() const { return user_key_; }
    const wire::digest& digest() const { return digest_; }

    // The user key as the key field of a message carries it: a type byte and the value; empty when
    // unknown.
    std::string wire_form() const;

    // "test/users/ann", or with the digest in hexadecimal.
    std::string to_string() const;

    // Two keys are equal when they name the same record.
    friend bool operator==(const key& a, const key& b) {
        return a.namespace_ == b.namespace_ && a.digest_ == b.digest_;
    }

private:
    std::string namespace_;
    std::string set_;
    value user_key_;
    wire::digest digest_;
};

}  // namespace spikelet
