/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_PLUG_IN_REPORT_H
#define MOG_PLUG_IN_REPORT_H

#include "mog-estimate.h"
#include "mog-example-file.h"
#include "mog-example-require.h"

#include "ns3/address.h"
#include "ns3/command-line.h"
#include "ns3/packet.h"
#include "ns3/rng-seed-manager.h"

#include <cstdio>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

/**
 * @ingroup mog-examples
 *
 * Runs a scenario that exists already as it is, and then with mog plugged in, with several
 * allocators: every variant with the same random numbers, many times with others. Reports the sum
 * throughputs and what each plug-in changed.
 */
class MogPlugInReport
{
  public:
    /// Simulates a run: gets the type of allocator, empty for none, and returns bit/s.
    using Scenario = std::function<double(const std::string& allocator)>;

    /**
     * Constructor.
     * @param cmd command line to add options to
     */
    explicit MogPlugInReport(ns3::CommandLine& cmd)
    {
        cmd.AddValue("runs", "number of random runs, from --RngRun on", m_runs);
        cmd.AddValue("json", "write all results to this file", m_json);
    }

    /**
     * Trace sink for packets that reach their destination.
     * @param bytes counts them; out
     * @param packet a packet
     * @param from its sender
     */
    static void Count(uint64_t* bytes, ns3::Ptr<const ns3::Packet> packet, const ns3::Address& from)
    {
        *bytes += packet->GetSize();
    }

    /**
     * Do it all. Exceptions become one line of text.
     * @param name name of the program
     * @param scenario the scenario
     * @return exit code of the program
     */
    int Run(const char* name, const Scenario& scenario)
    {
        try
        {
            MogRequire(m_runs >= 1 && m_runs <= 100000,
                       "--runs=" + std::to_string(m_runs) + ": give a number from 1 to 100000");
            if (!m_json.empty())
            {
                MogExampleFile probe(m_json); // better now than after the simulations
            }
            const uint64_t first = ns3::RngSeedManager::GetRun();
            for (int32_t run = 0; run < m_runs; run++)
            {
                ns3::RngSeedManager::SetRun(first + run);
                for (auto& variant : m_variants)
                {
                    variant.throughput.push_back(scenario(variant.allocator));
                }
            }
            ns3::RngSeedManager::SetRun(first);
            Print();
            if (!m_json.empty())
            {
                WriteJson();
            }
        }
        catch (const std::exception& problem)
        {
            std::fprintf(stderr, "%s: %s\n", name, problem.what());
            return 1;
        }
        return 0;
    }

  private:
    /// A way to run the scenario.
    struct Variant
    {
        std::string name;               //!< its name
        std::string allocator;          //!< type of allocator; empty for none
        std::vector<double> throughput; //!< throughput in each run, bit/s
    };

    /// Print the table. The change is that from the first row, in pairs of the same random numbers.
    void Print() const
    {
        std::printf("sum throughput in Mbit/s, mean of %d runs +- half its 95 %% confidence "
                    "interval\n\n%-11s %19s  %19s\n",
                    m_runs,
                    "allocator",
                    "throughput",
                    "change");
        for (const auto& variant : m_variants)
        {
            const auto throughput = MogGetEstimate(variant.throughput);
            const auto change = MogGetChange(variant.throughput, m_variants[0].throughput);
            std::printf("%-11s %9.3f +- %6.3f",
                        variant.name.c_str(),
                        throughput.mean / 1e6,
                        throughput.confidence / 1e6);
            if (!variant.allocator.empty())
            {
                std::printf("  %+9.3f +- %6.3f", change.mean / 1e6, change.confidence / 1e6);
            }
            std::printf("\n");
        }
    }

    /// Write everything as JSON.
    void WriteJson() const
    {
        MogExampleFile file(m_json);
        file.Print("{\n  \"runs\": %d, \"seed\": %u, \"first_run\": %llu,\n  \"rows\": [",
                   m_runs,
                   ns3::RngSeedManager::GetSeed(),
                   static_cast<unsigned long long>(ns3::RngSeedManager::GetRun()));
        for (const auto& variant : m_variants)
        {
            const auto throughput = MogGetEstimate(variant.throughput);
            const auto change = MogGetChange(variant.throughput, m_variants[0].throughput);
            file.Print("%s\n    {\"allocator\": \"%s\", \"throughput_bps\": %.17g,",
                       &variant == &m_variants.front() ? "" : ",",
                       variant.name.c_str(),
                       throughput.mean);
            file.Print(" \"throughput_ci95_bps\": %.17g,\n     \"change_bps\": %.17g, "
                       "\"change_ci95_bps\": %.17g, \"runs\": [",
                       throughput.confidence,
                       change.mean,
                       change.confidence);
            for (const auto& value : variant.throughput)
            {
                file.Print("%s%.17g", &value == &variant.throughput.front() ? "" : ", ", value);
            }
            file.Print("]}");
        }
        file.Print("\n  ]\n}\n");
        file.Commit();
    }

    int32_t m_runs{10}; //!< number of runs
    std::string m_json; //!< file for the results
    std::vector<Variant> m_variants{
        {"none", "", {}},
        {"full-power", "ns3::MogFullPowerAllocator", {}},
        {"fplinq", "ns3::MogFplinqAllocator", {}},
    }; //!< ways to run the scenario; the first is as ns-3 has it
};

#endif /* MOG_PLUG_IN_REPORT_H */
