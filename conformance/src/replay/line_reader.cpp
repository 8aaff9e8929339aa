#include "line_reader.hpp"

#include <spikelet/conformance/replay.hpp>

#include <cerrno>
#include <cstring>
#include <utility>

namespace spikelet::conformance {

namespace {

constexpr std::size_t chunk_size = std::size_t{256} * 1024;

}  // namespace

line_reader::line_reader(std::filesystem::path file) : path_(std::move(file)), chunk_(chunk_size) {
    errno = 0;
    file_.reset(gzopen(path_.c_str(), "rbe"));
    if (!file_) {
        throw corpus_error(path_.string() + ": cannot open: " +
                           (errno != 0 ? std::strerror(errno) : "out of memory"));
    }
    gzbuffer(file_.get(), chunk_size);
    // zlib hands through what is not gzip; under this name it is a broken file.
    if (path_.extension() == ".gz" && gzdirect(file_.get()) != 0) {
        throw corpus_error(path_.string() + ": is not gzip data");
    }
}

std::optional<std::string_view> line_reader::next() {
    split_.clear();
    do {
        if (const auto end = rest_.find('\n'); end != std::string_view::npos) {
            std::string_view line = rest_.substr(0, end);
            rest_.remove_prefix(end + 1);
            if (!split_.empty()) line = split_.append(line);
            ++line_number_;
            return line;
        }
        split_.append(rest_);
    } while (fill());
    if (split_.empty()) return std::nullopt;
    ++line_number_;
    return split_;
}

std::string line_reader::position() const {
    return path_.string() + ":" + std::to_string(line_number_);
}

bool line_reader::fill() {
    const int size = gzread(file_.get(), chunk_.data(), static_cast<unsigned>(chunk_.size()));
    int error = Z_OK;
    const char* text = gzerror(file_.get(), &error);
    // A file that was cut off ends with Z_BUF_ERROR, after the data that could be saved.
    if (size < 0 || (error != Z_OK && error != Z_STREAM_END)) {
        throw corpus_error(path_.string() + ": cannot read behind line " +
                           std::to_string(line_number_) + ": " +
                           (error == Z_ERRNO ? std::strerror(errno) : text));
    }
    rest_ = {chunk_.data(), static_cast<std::size_t>(size)};
    return size > 0;
}

}  // namespace spikelet::conformance
