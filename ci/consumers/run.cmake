# Builds the consumer project WAY as its user would, runs it and compares what it prints.
#   cmake -DWAY=… -DSOURCE_DIR=… -DPRESET_DIR=… -DWORK_DIR=… -P run.cmake
# PRESET_DIR is a finished build of spikelet, from which find_package's prefix is installed and which
# has the cache of settings that make ccache recognise the compilations of the other two ways.

cmake_minimum_required(VERSION 3.25)

# RIPEMD-160 of "demo", the string's type byte 3 and "k1", computed with another implementation.
set(expected_wire "b747f5854d0b33259928d0cfab7fad81d6abfbf6 partition 1975\n")
set(expected_mock "3 nodes, 7 visits, then gone\n")
set(expected_client "not connected\n")

function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT status EQUAL 0)
        list(JOIN ARGN " " command)
        message(FATAL_ERROR "${command}\nfailed (${status}):\n${output}")
    endif()
endfunction()

file(REMOVE_RECURSE "${WORK_DIR}")
set(options)
if(WAY STREQUAL "find_package")
    # Moved after installation: a package that remembers where it was made fails here.
    run("${CMAKE_COMMAND}" --install "${PRESET_DIR}" --prefix "${WORK_DIR}/installed")
    file(RENAME "${WORK_DIR}/installed" "${WORK_DIR}/moved")
    file(GLOB_RECURSE package "${WORK_DIR}/moved/*.cmake")
    foreach(file IN LISTS package)
        file(READ "${file}" text)
        string(FIND "${text}" "${SOURCE_DIR}" found)
        if(NOT found EQUAL -1)
            message(FATAL_ERROR "${file} names the source folder")
        endif()
    endforeach()
    list(APPEND options "-DCMAKE_PREFIX_PATH=${WORK_DIR}/moved")
else()
    list(APPEND options "-DSPIKELET_SOURCE_DIR=${SOURCE_DIR}")
endif()

run("${CMAKE_COMMAND}" -G Ninja -C "${PRESET_DIR}/ci/consumer-cache.cmake"
    -S "${CMAKE_CURRENT_LIST_DIR}/${WAY}" -B "${WORK_DIR}/build" ${options})
run("${CMAKE_COMMAND}" --build "${WORK_DIR}/build" -j 2
    --target consumer_wire consumer_client consumer_mock consumer_test)

run("${WORK_DIR}/build/consumer_test")
foreach(library wire client mock)
    execute_process(COMMAND "${WORK_DIR}/build/consumer_${library}"
        OUTPUT_VARIABLE output RESULT_VARIABLE status)
    if(NOT status EQUAL 0 OR NOT output STREQUAL expected_${library})
        message(FATAL_ERROR "exit status ${status}, expected 0\n"
            "printed:  ${output}\nexpected: ${expected_${library}}")
    endif()
    message(STATUS "${WAY}: ${output}")
endforeach()
