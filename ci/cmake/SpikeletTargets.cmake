# How this project declares its targets: one function a kind, so that flags, output folders,
# labels and install rules are decided here and nowhere else.

include_guard(GLOBAL)
include(GNUInstallDirs)
include("${CMAKE_CURRENT_LIST_DIR}/SpikeletPackage.cmake")

find_package(Threads REQUIRED)

set(_spikelet_cmake_dir "${CMAKE_CURRENT_LIST_DIR}" CACHE INTERNAL "")

# Binaries of one build tree lie together: build/<preset>/bin.
if(PROJECT_IS_TOP_LEVEL)
    set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

    # Compile and link faster where the machine can; neither changes the result.
    find_program(SPIKELET_CCACHE ccache)
    if(SPIKELET_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
        # The first four kinds of sloppiness are what ccache asks for with precompiled headers. Without
        # the working folder in the hash, build trees of equal flags share results (dev trees, and the
        # consumer tests with their preset); all our paths are absolute, so nothing else depends on it.
        set(CMAKE_CXX_COMPILER_LAUNCHER
            "${CMAKE_COMMAND}" -E env
            CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
            CCACHE_NOHASHDIR=1
            "${SPIKELET_CCACHE}")
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
    -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Woverloaded-virtual
    $<IF:$<CXX_COMPILER_ID:GNU>,-Wshadow=local,-Wshadow>
    # GCC 12's flow analysis reports library code it has inlined (std::optional, small_vector) as
    # reading or writing out of bounds, or uninitialised; the sanitizers look for the real thing.
    "$<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-stringop-overread;-Wno-stringop-overflow;-Wno-array-bounds;-Wno-restrict>"
    $<$<BOOL:${SPIKELET_WARNINGS_AS_ERRORS}>:-Werror>
    # ccache understands precompiled headers only so.
    $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
    "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
if(SPIKELET_SANITIZE)
    target_compile_options(spikelet_build_flags INTERFACE
        -fsanitize=${SPIKELET_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -O1
        # The thread sanitizer knows no fences. Asio's stand beside locks, which it knows.
        $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
    target_link_options(spikelet_build_flags INTERFACE -fsanitize=${SPIKELET_SANITIZE})
endif()
if(SPIKELET_BUILD_FUZZERS)
    # Coverage feedback in the code under test, not only in the fuzz target.
    target_compile_options(spikelet_build_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# Compiles the sources of a target eight at a time where SPIKELET_UNITY_BUILD says so: most of what one
# takes is headers and templates that its neighbours take too. It costs names that are used twice in
# a target's unnamed namespaces, and says so.
function(_spikelet_join_sources target)
    if(SPIKELET_UNITY_BUILD)
        set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
        # What is unnamed in a source that a joint one includes looks to GCC like that of a header.
        target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
    endif()
endfunction()

# spikelet_add_library(<name> INCLUDE <dir> SOURCES … [PUBLIC libs…] [PRIVATE libs…] [JOINED])
# Makes spikelet_<name>, alias spikelet::<name>, installed and exported under that alias with what
# it links; SpikeletPackage.cmake says how. INCLUDE is the folder of public headers, installed whole
# if its name is "include"; the library's src/ folder stays private. Libraries have no precompiled
# headers: they save half a second a file, and cost every other build tree ccache's knowledge of it. For the same reason only a library
# that no project of ci/consumers builds is JOINED, that is, compiled several sources at a time.
function(spikelet_add_library name)
    cmake_parse_arguments(ARG "JOINED" "INCLUDE" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    set(target spikelet_${name})
    add_library(${target} STATIC ${ARG_SOURCES})
    add_library(spikelet::${name} ALIAS ${target})
    target_compile_features(${target} PUBLIC cxx_std_20)
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
    target_include_directories(${target} PUBLIC
        $<BUILD_INTERFACE:${ARG_INCLUDE}> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    spikelet_package_link_items(public ${name} PUBLIC ${ARG_PUBLIC})
    spikelet_package_link_items(private ${name} PRIVATE ${ARG_PRIVATE})
    target_link_libraries(${target} PUBLIC ${public} PRIVATE ${private}
        $<BUILD_INTERFACE:spikelet_build_flags>)
    if(ARG_JOINED)
        _spikelet_join_sources(${target})
    endif()
    spikelet_package_install_library(${name} "${ARG_INCLUDE}")
endfunction()

# spikelet_add_executable(<name> SOURCES … LINK libs… [PCH headers…] [INSTALL])
function(spikelet_add_executable name)
    cmake_parse_arguments(ARG "INSTALL" "" "SOURCES;LINK;PCH" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ${ARG_LINK} spikelet_build_flags)
    _spikelet_join_sources(${name})
    if(ARG_PCH)
        target_precompile_headers(${name} PRIVATE ${ARG_PCH})
    endif()
    if(ARG_INSTALL AND SPIKELET_INSTALL)
        install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    endif()
endfunction()

# GoogleTest and GoogleMock are included in every test file, from one precompiled header for all
# test programs: these differ in nothing that it depends on.
function(_spikelet_include_gtest name)
    if(CMAKE_DISABLE_PRECOMPILE_HEADERS)  # for clang-tidy, which cannot read GCC's
        target_compile_options(${name} PRIVATE
            "SHELL:-include gmock/gmock.h" "SHELL:-include gtest/gtest.h")
        return()
    endif()
    if(NOT TARGET spikelet_test_pch)
        add_library(spikelet_test_pch OBJECT "${_spikelet_cmake_dir}/test_pch.cpp")
        target_link_libraries(spikelet_test_pch PRIVATE GTest::gmock spikelet_build_flags)
        target_precompile_headers(spikelet_test_pch PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
    endif()
    target_precompile_headers(${name} REUSE_FROM spikelet_test_pch)
endfunction()

# spikelet_label_test(<test> <program> <labels>)
# Labels a test that runs <program>; for tests that are added by hand, the functions below do it themselves.
# The target tests_<label> builds the programs of all tests with that label, and no others.
function(spikelet_label_test name program labels)
    set_tests_properties(${name} PROPERTIES LABELS "${labels}" TIMEOUT 300)
    foreach(label IN LISTS labels)
        if(NOT TARGET tests_${label})
            add_custom_target(tests_${label})
        endif()
        add_dependencies(tests_${label} ${program})
    endforeach()
endfunction()

# Adds one source file for each public header to a test: it must compile on its own, without
# precompiled headers or neighbours that would hide a missing include.
function(_spikelet_check_headers target)
    foreach(header IN LISTS ARGN)
        string(REPLACE "/" "_" file "header_${header}.cpp")
        set(source "${CMAKE_CURRENT_BINARY_DIR}/${file}")
        file(CONFIGURE OUTPUT "${source}" CONTENT "#include <spikelet/${header}.hpp>\n")
        set_source_files_properties("${source}" PROPERTIES
            SKIP_PRECOMPILE_HEADERS ON SKIP_UNITY_BUILD_INCLUSION ON)
        target_sources(${target} PRIVATE "${source}")
    endforeach()
endfunction()

# spikelet_add_test(<name> SOURCES … LINK libs… LABELS labels… [HEADERS headers…] [INCLUDE dirs…]
#                   [ARGS …])
# A GoogleTest program, one CTest test. Labels: unit, oracle, interop, concurrency, simulation,
# conformance, consumer. HEADERS are public headers to check, "wire/frame". INCLUDE adds private
# folders under test.
function(spikelet_add_test name)
    if(NOT SPIKELET_BUILD_TESTS)
        return()
    endif()
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK;LABELS;HEADERS;INCLUDE;ARGS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ${ARG_LINK} GTest::gmock GTest::gtest_main
        spikelet_build_flags)
    target_include_directories(${name} PRIVATE ${ARG_INCLUDE})
    # GCC 12 sees overruns in inlined joins of std::string that are not there (GCC bugs 105329 and
    # 105651). Tests are full of such joins; libraries keep the warnings.
    target_compile_options(${name} PRIVATE
        $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-restrict;-Wno-stringop-overflow>)
    _spikelet_check_headers(${name} ${ARG_HEADERS})
    _spikelet_join_sources(${name})
    _spikelet_include_gtest(${name})
    target_compile_definitions(${name} PRIVATE
        SPIKELET_SOURCE_DIR="${spikelet_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND ${name} ${ARG_ARGS})
    spikelet_label_test(${name} ${name} "${ARG_LABELS}")
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
        # What it finds goes to the build tree: libFuzzer writes into the first folder it is given.
        set(found "${CMAKE_CURRENT_BINARY_DIR}/found_${name}")
        file(MAKE_DIRECTORY "${found}")
        set(args -runs=20000 -max_total_time=20 "-artifact_prefix=${found}/" "${found}")
    else()
        target_sources(${name} PRIVATE "${_spikelet_cmake_dir}/replay_fuzz_corpus.cpp")
        set(args)
    endif()
    if(SPIKELET_BUILD_TESTS)
        add_test(NAME ${name} COMMAND ${name} ${args} ${ARG_CORPUS})
        spikelet_label_test(${name} ${name} "unit;fuzz")
    endif()
endfunction()

# spikelet_add_benchmark(<name> SOURCES … LINK libs… [INCLUDE dirs…]): a Google Benchmark program.
# The target benchmarks builds them all.
function(spikelet_add_benchmark name)
    if(NOT SPIKELET_BUILD_BENCHMARKS)
        return()
    endif()
    find_package(benchmark REQUIRED)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK;INCLUDE" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ${ARG_LINK} benchmark::benchmark spikelet_build_flags)
    target_include_directories(${name} PRIVATE ${ARG_INCLUDE})
    if(NOT TARGET benchmarks)
        add_custom_target(benchmarks)
    endif()
    add_dependencies(benchmarks ${name})
endfunction()
