# How this project declares its targets: one function a kind, so that flags, output folders,
# labels and install rules are decided here and nowhere else.

include_guard(GLOBAL)
include(GNUInstallDirs)

find_package(Threads REQUIRED)

# Binaries of one build tree lie together: build/<preset>/bin.
if(PROJECT_IS_TOP_LEVEL)
    set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

    # Compile and link faster where the machine can; neither changes the result.
    find_program(SPIKELET_CCACHE ccache)
    if(SPIKELET_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
        set(CMAKE_CXX_COMPILER_LAUNCHER "${SPIKELET_CCACHE}")
    endif()
    find_program(SPIKELET_MOLD mold)
    if(SPIKELET_MOLD)
        add_link_options(-fuse-ld=mold)
    endif()
endif()

# Private flags of our own code. Never exported: a consumer keeps its own warnings.
add_library(spikelet_build_flags INTERFACE)
target_compile_features(spikelet_build_flags INTERFACE cxx_std_20)
target_compile_options(spikelet_build_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow=local -Wnon-virtual-dtor -Woverloaded-virtual
    $<$<BOOL:${SPIKELET_WARNINGS_AS_ERRORS}>:-Werror>)
if(SPIKELET_SANITIZE)
    target_compile_options(spikelet_build_flags INTERFACE
        -fsanitize=${SPIKELET_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -O1)
    target_link_options(spikelet_build_flags INTERFACE -fsanitize=${SPIKELET_SANITIZE})
endif()
if(SPIKELET_BUILD_FUZZERS)
    # Coverage feedback in the code under test, not only in the fuzz target.
    target_compile_options(spikelet_build_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# spikelet_add_library(<name> INCLUDE <dir> SOURCES … [PUBLIC libs…] [PRIVATE libs…] [PCH headers…])
# Makes spikelet_<name>, alias spikelet::<name>, installed and exported under that alias.
# INCLUDE is the folder of public headers; the library's src/ folder stays private.
function(spikelet_add_library name)
    cmake_parse_arguments(ARG "" "INCLUDE" "SOURCES;PUBLIC;PRIVATE;PCH" ${ARGN})
    set(target spikelet_${name})
    add_library(${target} STATIC ${ARG_SOURCES})
    add_library(spikelet::${name} ALIAS ${target})
    target_compile_features(${target} PUBLIC cxx_std_20)
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
    target_include_directories(${target} PUBLIC
        $<BUILD_INTERFACE:${ARG_INCLUDE}> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    target_link_libraries(${target} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE}
        $<BUILD_INTERFACE:spikelet_build_flags>)
    if(ARG_PCH)
        target_precompile_headers(${target} PRIVATE ${ARG_PCH})
    endif()
    if(SPIKELET_INSTALL)
        install(TARGETS ${target} EXPORT spikelet-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
    endif()
endfunction()

# spikelet_add_executable(<name> SOURCES … LINK libs… [PCH headers…] [INSTALL])
function(spikelet_add_executable name)
    cmake_parse_arguments(ARG "INSTALL" "" "SOURCES;LINK;PCH" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ${ARG_LINK} spikelet_build_flags)
    if(ARG_PCH)
        target_precompile_headers(${name} PRIVATE ${ARG_PCH})
    endif()
    if(ARG_INSTALL AND SPIKELET_INSTALL)
        install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    endif()
endfunction()

# spikelet_add_test(<name> SOURCES … LINK libs… LABELS labels… [INCLUDE dirs…] [ARGS …])
# A GoogleTest program, one CTest test. Labels: unit, oracle, interop, concurrency, simulation,
# conformance, consumer. INCLUDE adds private folders under test.
function(spikelet_add_test name)
    if(NOT SPIKELET_BUILD_TESTS)
        return()
    endif()
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK;LABELS;INCLUDE;ARGS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ${ARG_LINK} GTest::gmock GTest::gtest_main
        spikelet_build_flags)
    target_include_directories(${name} PRIVATE ${ARG_INCLUDE})
    target_precompile_headers(${name} PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
    target_compile_definitions(${name} PRIVATE
        SPIKELET_SOURCE_DIR="${spikelet_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND ${name} ${ARG_ARGS})
    set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 300)
endfunction()

# spikelet_add_fuzzer(<name> SOURCES … LINK libs… [INCLUDE dirs…] [CORPUS dir])
# A libFuzzer target under the fuzz preset. In every other test build the same source is linked
# with a driver that replays CORPUS once, as a unit test, so that past crashes stay fixed.
function(spikelet_add_fuzzer name)
    cmake_parse_arguments(ARG "" "CORPUS" "SOURCES;LINK;INCLUDE" ${ARGN})
    if(NOT SPIKELET_BUILD_FUZZERS AND NOT SPIKELET_BUILD_TESTS)
        return()
    endif()
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ${ARG_LINK} spikelet_build_flags)
    target_include_directories(${name} PRIVATE ${ARG_INCLUDE})
    if(SPIKELET_BUILD_FUZZERS)
        target_link_options(${name} PRIVATE -fsanitize=fuzzer)
        set(args -runs=20000 -max_total_time=20)
    else()
        target_sources(${name} PRIVATE "${spikelet_SOURCE_DIR}/ci/cmake/replay_fuzz_corpus.cpp")
        set(args)
    endif()
    if(SPIKELET_BUILD_TESTS)
        add_test(NAME ${name} COMMAND ${name} ${args} ${ARG_CORPUS})
        set_tests_properties(${name} PROPERTIES LABELS "unit;fuzz" TIMEOUT 300)
    endif()
endfunction()

# spikelet_add_benchmark(<name> SOURCES … LINK libs… [INCLUDE dirs…]): a Google Benchmark program.
function(spikelet_add_benchmark name)
    if(NOT SPIKELET_BUILD_BENCHMARKS)
        return()
    endif()
    find_package(benchmark REQUIRED)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK;INCLUDE" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ${ARG_LINK} benchmark::benchmark spikelet_build_flags)
    target_include_directories(${name} PRIVATE ${ARG_INCLUDE})
endfunction()
