// What people call particle types, fields and operations.
#include <spikelet/wire/message.hpp>
#include <spikelet/wire/particle_type.hpp>

namespace spikelet::wire {

std::string_view name(particle_type type) {
    switch (type) {
        case particle_type::null:
            return "null";
        case particle_type::integer:
            return "integer";
        case particle_type::floating:
            return "float";
        case particle_type::string:
            return "string";
        case particle_type::blob:
            return "blob";
        case particle_type::java_blob:
            return "java blob";
        case particle_type::csharp_blob:
            return "c# blob";
        case particle_type::python_blob:
            return "python blob";
        case particle_type::ruby_blob:
            return "ruby blob";
        case particle_type::php_blob:
            return "php blob";
        case particle_type::erlang_blob:
            return "erlang blob";
        case particle_type::vector:
            return "vector";
        case particle_type::boolean:
            return "boolean";
        case particle_type::hll:
            return "hll";
        case particle_type::map:
            return "map";
        case particle_type::list:
            return "list";
        case particle_type::geojson:
            return "geojson";
    }
    return "unknown";
}

std::string_view name(field_type type) {
    switch (type) {
        case field_type::namespace_name:
            return "namespace";
        case field_type::set_name:
            return "set";
        case field_type::key:
            return "key";
        case field_type::record_version:
            return "record version";
        case field_type::digest:
            return "digest";
        case field_type::mrt_id:
            return "transaction id";
        case field_type::mrt_deadline:
            return "transaction deadline";
        case field_type::query_id:
            return "query id";
        case field_type::socket_timeout:
            return "socket timeout";
        case field_type::records_per_second:
            return "records per second";
        case field_type::pid_array:
            return "partition ids";
        case field_type::digest_array:
            return "digests";
        case field_type::max_records:
            return "max records";
        case field_type::last_update_time:
            return "last update time";
        case field_type::bval_array:
            return "index values";
        case field_type::index_name:
            return "index name";
        case field_type::index_range:
            return "index range";
        case field_type::index_context:
            return "index context";
        case field_type::index_expression:
            return "index expression";
        case field_type::index_type:
            return "index type";
        case field_type::udf_package:
            return "udf package";
        case field_type::udf_function:
            return "udf function";
        case field_type::udf_arglist:
            return "udf arguments";
        case field_type::udf_op:
            return "udf kind";
        case field_type::query_binlist:
            return "query bins";
        case field_type::batch:
            return "batch";
        case field_type::batch_with_set:
            return "batch with set";
        case field_type::filter_expression:
            return "filter expression";
        case field_type::error_detail:
            return "error detail";
    }
    return "field";
}

std::string_view name(operation_type type) {
    switch (type) {
        case operation_type::read:
            return "read";
        case operation_type::write:
            return "write";
        case operation_type::cdt_read:
            return "cdt_read";
        case operation_type::cdt_modify:
            return "cdt_modify";
        case operation_type::increment:
            return "increment";
        case operation_type::expression_read:
            return "expression_read";
        case operation_type::expression_modify:
            return "expression_modify";
        case operation_type::append:
            return "append";
        case operation_type::prepend:
            return "prepend";
        case operation_type::touch:
            return "touch";
        case operation_type::bits_read:
            return "bits_read";
        case operation_type::bits_modify:
            return "bits_modify";
        case operation_type::delete_all:
            return "delete_all";
        case operation_type::hll_read:
            return "hll_read";
        case operation_type::hll_modify:
            return "hll_modify";
    }
    return "operation";
}

}  // namespace spikelet::wire
