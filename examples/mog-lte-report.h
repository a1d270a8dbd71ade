/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_LTE_REPORT_H
#define MOG_LTE_REPORT_H

#include "mog-estimate.h"
#include "mog-example-file.h"

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

/**
 * @ingroup mog-examples
 *
 * Throughputs of several kinds in a scenario that is run with several plug-ins, the first of which
 * is none: every variant with the same random numbers, many times with others.
 */
class MogLteReport
{
  public:
    /**
     * Make a report.
     * @param measures names of the throughputs
     * @param variants names of the ways to run the scenario
     */
    MogLteReport(std::vector<std::string> measures, std::vector<std::string> variants)
        : m_measures(std::move(measures)),
          m_variants(std::move(variants)),
          m_values(m_measures.size(), std::vector<std::vector<double>>(m_variants.size()))
    {
    }

    /**
     * Add a run.
     * @param variant index of the variant; every run is added for all of them
     * @param values one per measure, bit/s; what is beyond is left out
     */
    void Add(std::size_t variant, const std::vector<double>& values)
    {
        for (std::size_t measure = 0; measure < m_measures.size(); measure++)
        {
            m_values[measure][variant].push_back(values[measure]);
        }
    }

    /// Print a table.
    void Print() const
    {
        std::printf("Mbit/s: mean of %zu runs and half its 95 %% confidence interval\n\n"
                    "%-12s %-11s %19s %20s\n",
                    m_values[0][0].size(),
                    "",
                    "",
                    "throughput",
                    "change, run by run");
        ForEach([](const auto& measure, const auto& variant, auto own, auto change) {
            std::printf("%-12s %-11s %8.3f +- %7.3f %+9.3f +- %7.3f\n",
                        measure.c_str(),
                        variant.c_str(),
                        own.mean / 1e6,
                        own.confidence / 1e6,
                        change.mean / 1e6,
                        change.confidence / 1e6);
        });
    }

    /**
     * Write everything as JSON.
     * @param path the file
     */
    void WriteJson(const std::string& path) const
    {
        MogExampleFile file(path);
        file.Print("{\n  \"runs\": %zu,\n  \"rows\": [", m_values[0][0].size());
        const char* separator = "";
        ForEach([&](const auto& measure, const auto& variant, auto own, auto change) {
            file.Print("%s\n    {\"measure\": \"%s\", \"variant\": \"%s\",",
                       separator,
                       measure.c_str(),
                       variant.c_str());
            file.Print(" \"throughput_bps\": %.17g, \"throughput_ci95_bps\": %.17g,\n"
                       "     \"change_bps\": %.17g, \"change_ci95_bps\": %.17g}",
                       own.mean,
                       own.confidence,
                       change.mean,
                       change.confidence);
            separator = ",";
        });
        file.Print("\n  ]\n}\n");
        file.Commit();
    }

  private:
    /**
     * Visit every measure of every variant.
     * @tparam Function type of the function
     * @param function takes the names of measure and variant, the estimate, and that of the
     * difference to the first variant
     */
    template <typename Function>
    void ForEach(Function function) const
    {
        for (std::size_t m = 0; m < m_measures.size(); m++)
        {
            for (std::size_t v = 0; v < m_variants.size(); v++)
            {
                function(m_measures[m],
                         m_variants[v],
                         MogGetEstimate(m_values[m][v]),
                         MogGetChange(m_values[m][v], m_values[m][0]));
            }
        }
    }

    std::vector<std::string> m_measures;                    //!< names of the throughputs
    std::vector<std::string> m_variants;                    //!< names of the variants
    std::vector<std::vector<std::vector<double>>> m_values; //!< by measure, variant, and run
};

#endif /* MOG_LTE_REPORT_H */
