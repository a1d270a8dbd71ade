// SPDX-License-Identifier: GPL-2.0-or-later
// What the program does to data set files: keeps what is in them, works on chunks, survives bad
// ones.
#include "mog/library.h"
#include "program_fixture.h"

#include <random>
#include <sys/file.h>

namespace {

using namespace mogtest;

class ProgramDataTest : public ProgramTest {
  protected:
    /** a.h5 with somebody else's things in it, everywhere. */
    void AddForeignThings() const {
        const hid_t file = H5Fopen(Path("a.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
        ASSERT_GE(file, 0);
        const double number = 42;
        const hsize_t shape[] = {60, 2}, chunk[] = {10, 2};
        const std::vector<float> data(120, 1.5F);
        const hid_t space = H5Screate_simple(2, shape, nullptr), scalar = H5Screate(H5S_SCALAR);
        const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
        H5Pset_chunk(creation, 2, chunk);
        H5Pset_deflate(creation, 6);
        H5Gclose(H5Gcreate2(file, "/mine", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
        for (const char *name :
             {"/mine/speed", "/labels/fplinq/duration", "/labels/fplinq/other"}) {
            const hid_t array =
                H5Dcreate2(file, name, H5T_IEEE_F32LE, space, H5P_DEFAULT, creation, H5P_DEFAULT);
            ASSERT_GE(H5Dwrite(array, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, data.data()),
                      0);
            H5Dclose(array);
        }
        for (const char *place : {"/", "/gain", "/labels", "/labels/fplinq"}) {
            const hid_t attribute = H5Acreate_by_name(file, place, "mine", H5T_IEEE_F64LE, scalar,
                                                      H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
            ASSERT_GE(H5Awrite(attribute, H5T_NATIVE_DOUBLE, &number), 0);
            H5Aclose(attribute);
        }
        ASSERT_GE(H5Lcreate_soft("/gain", file, "/channel", H5P_DEFAULT, H5P_DEFAULT), 0);
        H5Pclose(creation);
        H5Sclose(scalar);
        H5Sclose(space);
        H5Fclose(file);
    }

    void ExpectForeignThings() const {
        const hid_t file = H5Fopen(Path("a.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
        ASSERT_GE(file, 0);
        for (const char *name :
             {"/mine/speed", "/labels/fplinq/duration", "/labels/fplinq/other"}) {
            std::vector<double> data(120);
            const hid_t array = H5Dopen2(file, name, H5P_DEFAULT);
            ASSERT_GE(array, 0) << name;
            const hid_t creation = H5Dget_create_plist(array), type = H5Dget_type(array);
            EXPECT_EQ(H5Pget_layout(creation), H5D_CHUNKED);
            EXPECT_EQ(H5Pget_nfilters(creation), 1);
            EXPECT_GT(H5Tequal(type, H5T_IEEE_F32LE), 0);
            H5Dread(array, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, data.data());
            EXPECT_EQ(data, std::vector<double>(120, 1.5));
            H5Tclose(type);
            H5Pclose(creation);
            H5Dclose(array);
        }
        for (const char *place : {"/", "/gain", "/labels", "/labels/fplinq"})
            EXPECT_GT(H5Aexists_by_name(file, place, "mine", H5P_DEFAULT), 0) << place;
        EXPECT_GT(H5Lexists(file, "/channel", H5P_DEFAULT), 0);
        H5Fclose(file);
    }
};

TEST_F(ProgramDataTest, LabelsAreAddedAndNothingElseIsTouched) {
    MakeData();
    AddForeignThings();
    ExpectDone(Mog({"label", Path("a.h5"), "--solver", "greedy"}));
    ExpectForeignThings();
    ExpectDone(Mog({"label", Path("a.h5")})); /* in place of those that are there */
    ExpectForeignThings();
    Dataset data = ReadSet(Path("a.h5"));
    ASSERT_TRUE(data);
    EXPECT_EQ(data->label_count, 2u);
    EXPECT_EQ(m_directory.List(), (Names{"a.h5", "b.h5"}));
}

TEST_F(ProgramDataTest, LabelsOfSeveralProgramsAtOnceAreThereOrRefused) {
    Generate("a.h5", 400, 8);
    const Names solvers = {"fplinq", "greedy", "random", "full-power"};
    std::vector<std::unique_ptr<Program>> programs;
    for (const std::string &solver : solvers)
        programs.push_back(
            std::make_unique<Program>(Arguments{"label", Path("a.h5"), "--solver", solver}));
    Names done;
    for (size_t n = 0; n < solvers.size(); ++n) {
        const Outcome outcome = programs[n]->Wait();
        if (outcome.code == 0)
            done.push_back(solvers[n]);
        else
            ExpectFailure(outcome, 75, {Path("a.h5"), "in use", "try again"});
    }
    EXPECT_FALSE(done.empty());
    Dataset data = ReadSet(Path("a.h5"));
    ASSERT_TRUE(data);
    EXPECT_EQ(data->label_count, done.size());
    for (const std::string &solver : done)
        EXPECT_NE(mog_dataset_labels(data.get(), solver.c_str()), nullptr) << solver;
}

TEST_F(ProgramDataTest, AKillLeavesTheOldFileOrTheNewOne) {
    Generate("a.h5", 2000, 12);
    size_t labelled = 0;
    for (int delay = 1; delay < 25; ++delay) {
        Program program({"label", Path("a.h5"), "--solver", "full-power"});
        usleep(static_cast<useconds_t>(delay * 2000));
        program.Signal(SIGKILL);
        program.Wait();
        mog_error error = {};
        Dataset data = ReadSet(Path("a.h5"), &error);
        ASSERT_TRUE(data) << delay << ": " << error.message;
        EXPECT_EQ(data->samples, 2000u);
        labelled += data->label_count;
    }
    ExpectDone(Mog({"label", Path("a.h5"), "--solver", "full-power"}));
    SUCCEED() << labelled;
}

TEST_F(ProgramDataTest, ASignalLeavesEverythingAsItWas) {
    Generate("a.h5", 4000, 20);
    const std::string before = ReadFile(Path("a.h5"));
    for (const Arguments &verb : {Arguments{"label", Path("a.h5"), "--solver", "fplinq-strong"},
                                  Arguments{"generate", "-o", Path("a.h5"), "-n", "100000"}})
        for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
            Program program(verb);
            while (m_directory.List().size() == 1 && program.IsRunning())
                usleep(1000); /* until it writes beside */
            program.Signal(number);
            ExpectFailure(program.Wait(), 75, {"interrupted", Path("a.h5")});
            EXPECT_EQ(m_directory.List(), Names{"a.h5"});
        }
    EXPECT_TRUE(SameBytes(ReadFile(Path("a.h5")), before));
}

TEST_F(ProgramDataTest, FilesThatAreBeingWrittenAreInUse) {
    MakeData();
    ExpectDone(Mog(Train("run")));
    const int descriptor = open(Path("a.h5").c_str(), O_RDWR);
    ASSERT_EQ(flock(descriptor, LOCK_EX), 0); /* as HDF5 does */
    for (const Arguments &verb :
         {Arguments{"info", Path("a.h5")}, Arguments{"label", Path("a.h5")},
          Arguments{"evaluate", Policy("run"), Path("a.h5")},
          Arguments{"infer", Policy("run"), Path("a.h5"), "-o", Path("o")}, Train("again")})
        ExpectFailure(Mog(verb), 75, {Path("a.h5"), "in use", "try again"});
    close(descriptor);
    ExpectDone(Mog({"label", Path("a.h5")}));
}

TEST_F(ProgramDataTest, GainsFarAboveTheNoiseAreRefusedAndTheFileStays) {
    {
        const Hdf5File file(Path("a.h5"));
        FillWell(file);
        file.Array("gain", {3, 2, 2}, 1e300);
        file.Number("noise_power", 1e-10);
    }
    const std::string before = ReadFile(Path("a.h5"));
    for (const char *solver : {"fplinq", "full-power", "optimum"})
        ExpectFailure(Mog({"label", Path("a.h5"), "--solver", solver}), 65,
                      {Path("a.h5"), "gain[0][0][0] = 1e+300", "noise power 1e-10"});
    EXPECT_TRUE(SameBytes(ReadFile(Path("a.h5")), before));
    EXPECT_EQ(m_directory.List(), Names{"a.h5"});
}

/* ---- damaged files ------------------------------------------------------------------------- */

TEST_F(ProgramDataTest, FilesThatCrashHdf5AreDamaged) {
    MakeData();
    ExpectDone(Mog(Train("run")));
    for (const char *name : {"damaged_header.h5", "damaged_attribute.h5"}) {
        const std::string path =
            m_directory.Put("bad.h5", ReadFile(MOG_TEST_DATA_DIR + std::string("/") + name));
        for (const Arguments &verb :
             {Arguments{"info", path}, Arguments{"label", path},
              Arguments{"evaluate", Policy("run"), path},
              Arguments{"infer", Policy("run"), path, "-o", Path("o.h5")},
              Arguments{"train", "--train", path, "-o", Path("again"), "-q"}})
            ExpectFailure(Mog(verb), 65, {path});
    }
}

TEST_F(ProgramDataTest, DamageOfAnyKindIsNoCrash) {
    Generate("a.h5", 3, 2);
    ExpectDone(Mog({"label", Path("a.h5")}));
    const std::string whole = ReadFile(Path("a.h5"));
    std::mt19937 random(1);
    /* HDF5 loses memory over damaged files */
    setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
    for (int n = 0; n < 40; ++n) {
        std::string bytes = whole;
        for (int changes = 0; changes < 3; ++changes)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        const Outcome outcome = Mog({"info", m_directory.Put("bad.h5", bytes)});
        EXPECT_TRUE(outcome.code == 0 || outcome.code == 65) << outcome.code << outcome.err;
    }
    unsetenv("ASAN_OPTIONS");
}

/* ---- chunks -------------------------------------------------------------------------------- */

/** What is printed, without times. */
std::string Printed(const Arguments &verb, const std::string &chunk) {
    const Json object = ExpectJson(verb + Arguments{"--set", "chunk.samples=" + chunk});
    for (const char *key : {"seconds", "us_per_sample", "decision_us", "file", "data"})
        json_object_del(object.get(), key);
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(object.get(), "rows"), i, row) {
        json_object_del(row, "decision_us");
    }
    char *text = json_dumps(object.get(), JSON_SORT_KEYS);
    const std::string printed = text;
    free(text);
    return printed;
}

TEST_F(ProgramDataTest, ResultsDoNotDependOnTheChunk) {
    MakeData();
    ExpectDone(Mog(Train("run")));
    const Arguments plays = {"--slots", "4", "--set", "utility.kind=proportional-fair"};
    Names first;
    for (const std::string chunk : {"0", "1", "7", "70", "1000"}) {
        const std::string data = Path("c.h5"), out = Path("o.h5"), csv = Path("o.csv");
        const Names now = {
            Printed({"generate", "-o", data, "-n", "200", "--set", "scenario.weights=trajectory",
                     "--set", "scenario.links=3"},
                    chunk),
            Printed({"label", data}, chunk),
            Printed(
                {"label", data, "--solver", "optimum", "--set", "utility.kind=energy-efficiency"},
                chunk),
            ReadFile(data),
            Printed({"evaluate", Policy("run"), data}, chunk),
            Printed({"evaluate", Policy("run"), data, "--csi", "noisy", "-r", "fplinq-strong"},
                    chunk),
            Printed(Arguments{"evaluate", Policy("run"), data, "--csv", csv} + plays, chunk),
            ReadFile(csv),
            Printed({"infer", Policy("run"), data, "-o", out}, chunk),
            ReadFile(out)};
        if (first.empty())
            first = now;
        for (size_t n = 0; n < now.size(); ++n)
            EXPECT_TRUE(now[n] == first[n]) << "chunk " << chunk << ", output " << n;
    }
}

TEST_F(ProgramDataTest, ABatchIsNoLargerThanTheDataSet) {
    for (const char *const *name = mog_features(); *name != nullptr; name++)
        if (std::string(*name) == "address-sanitizer")
            GTEST_SKIP() << "the sanitizer takes memory, too";
    MakeData();
    ExpectDone(Mog(Train("run") + Arguments{"--preset", "pcgnn-unsup"}));
    Generate("large.h5", 1, 700);
    Program program({"infer", Policy("run"), Path("large.h5"), "-o", Path("o.h5")});
    ASSERT_EQ(program.Wait().code, 0);
    rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage); /* the largest child so far */
    EXPECT_LT(usage.ru_maxrss, 700 * 1024) << "kB";
}

} // namespace
