// C++ values that have no native form in the database, held by a `value` of kind object.
//
//     struct point { int x, y; };
//     template <>
//     struct spikelet::codec<point> {                       // the built-in serializer's part
//         static std::string encode(const point& p);
//         static point decode(spikelet::wire::bytes_view bytes);
//     };
//
//     bins b{{"where", value::object(point{1, 2})}};        // stored as a blob
//     point p = object_cast<point>(record.bins.at("where"));
//
// serialization.hpp says who turns an object into bytes, and when.
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <concepts>
#include <string>
#include <typeinfo>
#include <utility>

namespace spikelet {

// Specialised by the application for a type that the built-in serializer shall store:
//
//     static std::string encode(const T&);         // may throw
//     static T decode(wire::bytes_view);           // may throw; for object_cast<T>()
//
// Either half may be left out when it is not used.
template <class T>
struct codec;

// An object and what the library needs to know of it. Shared by all copies of a value; never
// changes.
class value_object {
public:
    virtual ~value_object() = default;
    virtual const std::type_info& type() const = 0;
    // Of the object, whose type is type().
    virtual const void* address() const = 0;
    // False when codec<T> has no encode(): the built-in serializer cannot store it.
    virtual bool has_codec() const = 0;
    // codec<T>::encode(); std::logic_error without one.
    virtual std::string encode() const = 0;
    // The same type, and equal by its operator==; without one, the same object.
    virtual bool equals(const value_object& other) const = 0;
};

namespace detail {

[[noreturn]] void throw_no_codec(const std::type_info& type);
[[noreturn]] void throw_other_object(const value_object& object, const std::type_info& wanted);

template <class T>
class held_object final : public value_object {
public:
    explicit held_object(T object) : object_(std::move(object)) {}
    const std::type_info& type() const override { return typeid(T); }
    const void* address() const override { return &object_; }
    bool has_codec() const override { return encodable; }
    std::string encode() const override {
        if constexpr (encodable) {
            return codec<T>::encode(object_);
        } else {
            throw_no_codec(typeid(T));
        }
    }
    bool equals(const value_object& other) const override {
        if (other.type() != typeid(T)) return false;
        if constexpr (std::equality_comparable<T>) {
            return object_ == *static_cast<const T*>(other.address());
        } else {
            return this == &other;
        }
    }

private:
    static constexpr bool encodable = requires(const T& object) {
        { codec<T>::encode(object) } -> std::convertible_to<std::string>;
    };
    T object_;
};

}  // namespace detail

}  // namespace spikelet
