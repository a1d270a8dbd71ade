// SPDX-License-Identifier: GPL-2.0-or-later
// Settings of learning by interaction, and what becomes of them over episodes.
extern "C" {
#include "learn/rl/rl_settings.h"
}

#include <gtest/gtest.h>

#include <string>

namespace {

mog_rl_settings Default() {
    mog_rl_settings settings;
    mog_rl_default(&settings);
    return settings;
}

TEST(RlSettings, DefaultsAreSound) {
    const mog_rl_settings settings = Default();
    mog_error error;
    EXPECT_EQ(mog_rl_check(&settings, &error), MOG_OK) << error.message;
}

TEST(RlSettings, TextsReadBack) {
    const mog_rl_settings settings = Default();
    mog_rl_settings read = {};
    const mog_section *section = &mog_rl_section;
    for (size_t i = 0; i < section->count; i++) {
        char text[MOG_FIELD_TEXT_SIZE], again[MOG_FIELD_TEXT_SIZE];
        mog_error error;
        mog_settings_print(&section->fields[i], &settings, text);
        ASSERT_EQ(mog_settings_parse(section, &read, section->fields[i].name, text, &error), MOG_OK)
            << error.message;
        mog_settings_print(&section->fields[i], &read, again);
        EXPECT_STREQ(text, again);
    }
}

TEST(RlSettings, LeaveOneOutNeedsOthers) {
    mog_rl_settings settings = Default();
    settings.draws = 1;
    mog_error error;
    EXPECT_EQ(mog_rl_check(&settings, &error), MOG_ERROR_ARGUMENT);
    EXPECT_NE(std::string(error.message).find("rl.draws = 1"), std::string::npos);
    settings.baseline = MOG_BASELINE_NONE;
    EXPECT_EQ(mog_rl_check(&settings, &error), MOG_OK);
}

TEST(RlSettings, EntropyAndNoiseDecayByEpisodes) {
    mog_rl_settings settings = Default();
    settings.entropy = 0.4;
    settings.entropy_factor = 0.5;
    settings.entropy_every = 100;
    settings.noise = 0.3;
    settings.noise_factor = 0.1;
    settings.noise_every = 7;
    EXPECT_EQ(mog_rl_entropy(&settings, 99), 0.4);
    EXPECT_EQ(mog_rl_entropy(&settings, 100), 0.2);
    EXPECT_EQ(mog_rl_entropy(&settings, 399), 0.05);
    EXPECT_EQ(mog_rl_noise(&settings, 6), 0.3);
    EXPECT_DOUBLE_EQ(mog_rl_noise(&settings, 14), 0.003);
}

TEST(RlSettings, BonusEndsNearATenth) {
    const mog_rl_settings settings = Default();
    EXPECT_NEAR(mog_rl_entropy(&settings, 100000), 0.1 * settings.entropy, 0.02 * settings.entropy);
}

} // namespace
