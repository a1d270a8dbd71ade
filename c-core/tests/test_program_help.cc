// SPDX-License-Identifier: GPL-2.0-or-later
// Help, manual page and completion: all that a verb takes, and nothing else.
#include "program_fixture.h"

#include <cstdio>
#include <regex>
#include <set>
#include <sstream>

using namespace mogtest;

namespace {

using NameSet = std::set<std::string>;

const std::string kTools = MOG_TEST_DATA_DIR "/../../tools/";

Names Lines(const std::string &text) {
    Names lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

/** The first group of every match. */
NameSet FindAll(const std::string &text, const std::string &expression) {
    const std::regex regex(expression, std::regex::ECMAScript | std::regex::multiline);
    NameSet found;
    for (std::sregex_iterator i(text.begin(), text.end(), regex), end; i != end; ++i)
        found.insert((*i)[1]);
    return found;
}

NameSet operator-(NameSet left, const NameSet &right) {
    for (const std::string &name : right)
        left.erase(name);
    return left;
}

/** What a word may become, as the program says. */
NameSet Candidates(const Arguments &words) {
    const Outcome outcome = Mog(Arguments{"--complete"} + words);
    ExpectDone(outcome);
    const Names lines = Lines(outcome.out);
    return {lines.begin(), lines.end()};
}

NameSet Verbs() {
    return Candidates({""}) - NameSet{"help", "--help", "--version"};
}

std::string Help(const std::string &verb) {
    return Mog({verb, "--help"}).out;
}

NameSet OptionsInHelp(const std::string &verb) {
    return FindAll(Help(verb), "^ +(?:-., )?--([a-z]+)");
}

NameSet SettingsInHelp(const std::string &verb) {
    return FindAll(Help(verb), "^  ([a-z]+\\.[a-z_]+)=");
}

TEST(ProgramHelp, NamesAllThatAVerbTakes) {
    EXPECT_EQ(Verbs(), (NameSet{"info", "generate", "label", "train", "evaluate", "infer", "bench",
                                "figure"}));
    for (const std::string &verb : Verbs()) {
        const Outcome help = Mog({verb, "--help"}), usage = Mog({verb, "--usage"});
        ExpectDone(help);
        ExpectDone(usage);
        EXPECT_EQ(help.err, "");
        EXPECT_TRUE(Contains(help.out, "Usage: mog " + verb + " ")) << help.out;
        EXPECT_TRUE(Contains(help.out, "For example:\n\n  mog " + verb)) << help.out;
        for (const std::string &line : Lines(help.out))
            EXPECT_LE(line.size(), 79u) << line;
        const NameSet options = FindAll(usage.out, "--([a-z]+)");
        EXPECT_GE(options.size(), 7u) << usage.out;
        EXPECT_EQ(OptionsInHelp(verb), options) << verb;
        EXPECT_EQ(Mog({"help", verb}).out, help.out);
    }
}

TEST(ProgramHelp, ExplainsSettings) {
    const std::string help = Help("generate");
    EXPECT_TRUE(Contains(help, "\n  scenario.links=20\n      pairs K (a whole number from 1 to "));
    EXPECT_TRUE(Contains(help, "generator (one of gic, d2d, rb_pairwise, uplink, dual_slope)"));
    EXPECT_TRUE(Contains(help, "generate.samples=N"));
    for (const std::string &verb : Verbs())
        EXPECT_EQ(SettingsInHelp(verb).empty(), verb == "info") << verb;
}

TEST(ProgramHelp, HelpOnNoVerbIsMisuse) {
    ExpectFailure(Mog({"help", "trian"}), 64, {"'trian'", "did you mean 'train'"});
    EXPECT_EQ(Mog({"help"}).out, Mog({"--help"}).out);
    EXPECT_TRUE(Contains(Mog({"help"}).out, "resource blocks"));
}

/** The manual page, without what is there for roff's sake. */
class ManualPage : public testing::Test {
  protected:
    void SetUp() override {
        const Outcome outcome = Mog({"--manual", kTools + "program/mog.1.in"});
        ExpectDone(outcome);
        m_page = outcome.out;
        for (const auto &[roff, text] :
             {std::pair{"\\.\\\\\".*\n", ""}, {"\\\\-", "-"}, {"\\\\f[BIR]", ""}})
            m_page = std::regex_replace(m_page, std::regex(roff), text);
    }

    /** From a heading to the next one of its kind. */
    std::string Part(const std::string &heading) const {
        const size_t begin = m_page.find(heading + "\n");
        EXPECT_NE(begin, std::string::npos) << heading;
        if (begin == std::string::npos)
            return "";
        const size_t subsection = m_page.find("\n.SS", begin),
                     section = m_page.find("\n.SH", begin);
        return m_page.substr(begin,
                             std::min(heading[2] == 'S' ? subsection : section, section) - begin);
    }

    std::string m_page;
};

NameSet OptionsInTags(const std::string &part) {
    return FindAll(part, "^\\.TP\n(?:-., )?--([a-z]+)");
}

TEST_F(ManualPage, HasTheUsualSections) {
    for (const char *name : {"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "VERBS", "SETTINGS",
                             "FILES", "EXIT STATUS", "ENVIRONMENT", "EXAMPLES", "SEE ALSO"})
        EXPECT_TRUE(Contains(m_page, std::string("\n.SH ") + name + "\n")) << name;
    EXPECT_TRUE(Contains(m_page, Mog({"--version"}).out.substr(4, 5)));
    EXPECT_FALSE(Contains(m_page, "@"));
}

TEST_F(ManualPage, HasTheOptionsOfTheHelpAndNoOthers) {
    const NameSet shared = OptionsInTags(Part(".SH OPTIONS"));
    NameSet all;
    EXPECT_EQ(FindAll(Part(".SH VERBS"), "^\\.SS mog (.*)$"), Verbs());
    for (const std::string &verb : Verbs()) {
        const NameSet options = OptionsInHelp(verb);
        EXPECT_EQ(OptionsInTags(Part(".SS mog " + verb)), options - shared) << verb;
        EXPECT_EQ(shared - options, NameSet{}) << verb;
        all.insert(options.begin(), options.end());
    }
    EXPECT_EQ(FindAll(m_page, "--([a-z]+)") - all, NameSet{}) << "in prose and examples";
}

TEST_F(ManualPage, HasTheSettingsOfTheHelpAndNoOthers) {
    NameSet settings;
    for (const std::string &verb : Verbs())
        settings.merge(SettingsInHelp(verb));
    EXPECT_GT(settings.size(), 100u);
    EXPECT_EQ(FindAll(Part(".SH SETTINGS"), "^\\.TP\n([a-z]+\\.[a-z_]+)="), settings);
    EXPECT_EQ(FindAll(Part(".SH EXAMPLES"), "--set ([a-z]+\\.[a-z_]+)=") - settings, NameSet{});
}

TEST_F(ManualPage, HasTheExitCodesOfTheHelp) {
    std::string help = Mog({"--help"}).out;
    help.erase(0, help.find("Exit codes:"));
    EXPECT_EQ(FindAll(Part(".SH EXIT STATUS"), "^\\.B ([0-9]+)$"), FindAll(help, "([0-9]+) "));
}

TEST_F(ManualPage, NeedsItsFrame) {
    ExpectFailure(Mog({"--manual", "no-such-frame"}), 66, {"no-such-frame"});
    ExpectFailure(Mog({"--manual"}), 64, {"mog.1.in"});
}

/** Candidates for the last of the words, as a bash gets them that has read the completion. */
Names Complete(const std::string &program, const Arguments &words,
               const std::string &breaks = " \t\n\"'><=;|&(:") {
    const TemporaryDirectory directory;
    const std::string script = directory.Put("script", R"(
        source "$1" || exit
        COMP_WORDBREAKS=$2
        COMP_WORDS=("${@:3}")
        COMP_CWORD=$(($# - 3))
        _mog "$3"
        ((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}")");
    std::string command = "bash";
    for (const std::string &word :
         Arguments{script, kTools + "program/bash/mog", breaks, program} + words)
        command += " '" + std::regex_replace(word, std::regex("'"), "'\\''") + "'";
    const std::string out = directory / "out";
    EXPECT_EQ(std::system((command + " >'" + out + "' 2>&1").c_str()), 0) << command;
    return Lines(ReadFile(out));
}

Names Complete(const Arguments &words) {
    return Complete(MOG_PROGRAM, words);
}

TEST(ProgramCompletion, CompletesVerbsAndOptions) {
    EXPECT_EQ(Complete({"ge"}), Names{"generate"});
    EXPECT_EQ(Complete({"in"}), (Names{"info", "infer"}));
    EXPECT_EQ(Complete({"help", "f"}), Names{"figure"});
    EXPECT_EQ(Complete({"--v"}), Names{"--version"});
    EXPECT_EQ(Complete({"train", "--pre"}), Names{"--preset"});
    for (const std::string &verb : Verbs()) {
        NameSet options;
        for (const std::string &option : Complete({verb, "-"}))
            options.insert(option.substr(2));
        EXPECT_EQ(options, OptionsInHelp(verb)) << verb;
    }
    EXPECT_EQ(Complete({"train", ""}), Complete({"train", "--"})) << "it takes nothing else";
}

TEST(ProgramCompletion, CompletesNames) {
    EXPECT_EQ(Complete({"label", "a.h5", "--solver", "fp"}), (Names{"fplinq", "fplinq-strong"}));
    EXPECT_EQ(Complete({"label", "-S", "rb-b"}), (Names{"rb-best-of", "rb-balanced"}));
    EXPECT_EQ(Complete({"label", "--solver", "=", "wm"}), Names{"wmmse"});
    EXPECT_EQ(Complete({"train", "--preset", "mlp-s"}), Names{"mlp-sup"});
    EXPECT_EQ(Complete({"figure", "mlp-g"}), Names{"mlp-gnn-gap"});
    EXPECT_EQ(Complete({"evaluate", "p", "d.h5", "--csi", ""}),
              (Names{"ideal", "noisy", "missing", "delayed"}));
}

TEST(ProgramCompletion, CompletesSettingsAndTheirValues) {
    EXPECT_EQ(Complete({"generate", "--set", "scenario.ki"}), Names{"scenario.kind="});
    EXPECT_EQ(Complete({"generate", "--set", "scenario.kind", "="}),
              (Names{"gic", "d2d", "rb_pairwise", "uplink", "dual_slope"}));
    EXPECT_EQ(Complete({"generate", "--set", "scenario.kind", "=", "u"}), Names{"uplink"});
    EXPECT_EQ(Complete({"generate", "--set", "=", "scenario.rayleigh", "=", "t"}), Names{"true"});
    NameSet settings;
    for (const std::string &setting : Complete({"train", "--set", ""}))
        settings.insert(setting.substr(0, setting.size() - 1));
    EXPECT_EQ(settings, SettingsInHelp("train"));
}

/** What has been typed in front stays as it is, also a value that is empty. */
TEST(ProgramCompletion, GoesOnBehindASetting) {
    for (const Arguments &value : {Arguments{"scenario.kind", "=", "d2d"}, {"scenario.kind", "="}})
        EXPECT_EQ(Complete(Arguments{"generate", "--set"} + value + Arguments{"--sa"}),
                  Names{"--samples"});
}

/** A user may have taken "=" out of what ends a word; then it is the whole word that is replaced.
 */
TEST(ProgramCompletion, TakesWordsAsTheShellDoes) {
    EXPECT_EQ(Complete(MOG_PROGRAM, {"generate", "--set", "scenario.kind=g"}, " "),
              Names{"scenario.kind=gic"});
    EXPECT_EQ(Complete(MOG_PROGRAM, {"label", "--solver=wm"}, " "), Names{"--solver=wmmse"});
}

/** No candidates: bash takes files then, as `complete -o default` says. */
TEST(ProgramCompletion, LeavesTheRestToFiles) {
    for (const Arguments &words : {Arguments{"label", ""},
                                   {"info", "da"},
                                   {"generate", "--output", ""},
                                   {"infer", "a", "b"},
                                   {"train", "--config", "x"},
                                   {"nonsense", ""}})
        EXPECT_EQ(Complete(words), Names{}) << words[0];
    EXPECT_EQ(Complete("no-such-program", {"gen"}), Names{});
    EXPECT_TRUE(Contains(ReadFile(kTools + "program/bash/mog"), "complete -o default -F _mog mog"));
}

} // namespace
