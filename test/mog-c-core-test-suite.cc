/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

/**
 * @file
 * @ingroup mog-tests
 *
 * Runs c-core's Google Test cases as ns-3 TestCases, one for one, so that ns-3's test runner covers
 * the C library too.
 */

#include "ns3/test.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <iostream>
#include <string>
#include <vector>

using namespace ns3;

/**
 * @ingroup mog-tests
 *
 * Collects what goes wrong while Google Test runs, in the place of its printer.
 */
class MogGtestListener : public testing::EmptyTestEventListener
{
  public:
    std::vector<testing::TestPartResult> m_failures; //!< since the last Clear()

  private:
    void OnTestPartResult(const testing::TestPartResult& result) override
    {
        if (result.failed())
        {
            m_failures.push_back(result);
        }
        else if (result.skipped())
        {
            // ns-3 knows no skipped cases: it passes, but not silently.
            std::clog << "skipped " << m_test << ": " << result.message() << std::endl;
        }
    }

    void OnTestStart(const testing::TestInfo& test) override
    {
        m_test = std::string(test.test_suite_name()) + "." + test.name();
    }

    std::string m_test; //!< the running test's name
};

/**
 * @ingroup mog-tests
 *
 * One Google Test case.
 */
class MogGtestCase : public TestCase
{
  public:
    /**
     * @param filter the case's full name for Google Test
     * @param name its name for ns-3
     * @param listener where its failures arrive
     */
    MogGtestCase(const std::string& filter, const std::string& name, MogGtestListener* listener)
        : TestCase(name),
          m_filter(filter),
          m_listener(listener)
    {
    }

    /**
     * Hand the failures to ns-3.
     */
    void Report()
    {
        for (const auto& failure : m_failures)
        {
            ReportTestFailure(GetName(),
                              "",
                              "",
                              failure.message(),
                              failure.file_name() ? failure.file_name() : "unknown file",
                              failure.line_number());
        }
        m_failures.clear();
    }

  private:
    void DoRun() override
    {
        m_listener->m_failures.clear();
        GTEST_FLAG_SET(filter, m_filter);
        GTEST_FLAG_SET(break_on_failure, MustAssertOnFailure());
        int status = RUN_ALL_TESTS();
        m_failures = m_listener->m_failures;
        if (status != 0 && m_failures.empty())
        {
            ReportTestFailure(GetName(), "", "", "failed without a message", __FILE__, __LINE__);
        }
        // ns-3 ends a suite at the first failure it is told of. Unless the user asked for that, all
        // cases run, and the suite reports when they have.
        if (!MustContinueOnFailure())
        {
            Report();
        }
    }

    std::string m_filter;                            //!< the case's full name for Google Test
    MogGtestListener* m_listener;                    //!< where failures arrive
    std::vector<testing::TestPartResult> m_failures; //!< not reported yet
};

/**
 * @ingroup mog-tests
 *
 * All Google Test cases that are linked in.
 */
class MogCCoreTestSuite : public TestSuite
{
  public:
    MogCCoreTestSuite()
        : TestSuite("mog-c-core")
    {
    }

  private:
    // Not in the constructor: this object is static, as are the objects that register the cases,
    // and the order of their construction is nobody's promise.
    void DoSetup() override
    {
        testing::InitGoogleTest();
        auto& listeners = testing::UnitTest::GetInstance()->listeners();
        delete listeners.Release(listeners.default_result_printer());
        auto listener = new MogGtestListener;
        listeners.Append(listener); // owns it

        const auto* all = testing::UnitTest::GetInstance();
        for (int i = 0; i < all->total_test_suite_count(); i++)
        {
            const auto* suite = all->GetTestSuite(i);
            for (int j = 0; j < suite->total_test_count(); j++)
            {
                std::string filter =
                    std::string(suite->name()) + "." + suite->GetTestInfo(j)->name();
                if (filter.find("DISABLED_") != std::string::npos)
                {
                    continue;
                }
                std::string name = filter;
                std::replace(name.begin(), name.end(), '/', '-'); // ns-3 makes directories of names
                auto testCase = new MogGtestCase(filter, name, listener);
                m_cases.push_back(testCase);
                AddTestCase(testCase);
            }
        }
    }

    void DoTeardown() override
    {
        for (auto testCase : m_cases)
        {
            testCase->Report();
        }
    }

    std::vector<MogGtestCase*> m_cases; //!< the children, which the base class owns
};

static MogCCoreTestSuite g_mogCCoreTestSuite; //!< registers itself with ns-3
