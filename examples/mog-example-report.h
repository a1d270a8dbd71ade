/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_EXAMPLE_REPORT_H
#define MOG_EXAMPLE_REPORT_H

#include "mog-example-file.h"

#include "ns3/mog-link-monitor.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <set>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <utility>
#include <vector>

extern char** environ;

/**
 * @ingroup mog-examples
 *
 * What an example was run with.
 */
struct MogExampleScenario
{
    std::string title;                                      //!< one line without seed
    std::vector<std::pair<std::string, double>> parameters; //!< names in JSON and numbers
    double duration{0};                                     //!< length of the measurement in s
    double period{0};                                       //!< time between decisions in s
    double margin{0};                                       //!< rate over Shannon bound
    uint32_t seed{0};                                       //!< RngSeedManager's seed
    uint64_t run{0};                                        //!< RngSeedManager's run
    std::string utility;                                    //!< what rates are worth
    std::string model;                                      //!< policy file
};

/**
 * @ingroup mog-examples
 *
 * What one allocator achieved.
 */
struct MogExampleRow
{
    std::string allocator;                        //!< name of the allocator
    std::vector<ns3::MogLinkMonitor::Link> links; //!< every link
    std::vector<std::string> groups;              //!< every link's group
    ns3::MogLinkMonitor::Statistics statistics;   //!< of the link throughputs
    uint64_t fallbacks;                           //!< decisions that were not the allocator's own
    double decision;                              //!< wall-clock time per decision in s
    double wall;                                  //!< wall-clock time of the simulation in s
    double manager;                               //!< the manager's share of it

    /**
     * Sum a figure over all links, or those of a group.
     * @param figure a member of MogLinkMonitor::Link
     * @param group the group; empty for all links
     * @return the sum
     */
    double Sum(double ns3::MogLinkMonitor::Link::*figure, const std::string& group = "") const
    {
        double sum = 0;
        for (std::size_t i = 0; i < links.size(); i++)
        {
            sum += group.empty() || groups[i] == group ? links[i].*figure : 0;
        }
        return sum;
    }

    /**
     * Get the link-layer throughput over margin x bound.
     * @param margin rate over bound
     * @return the ratio; 0 if the bound is 0
     */
    double GetRatio(double margin) const
    {
        const double rate = margin * Sum(&ns3::MogLinkMonitor::Link::bound);
        return rate > 0 ? Sum(&ns3::MogLinkMonitor::Link::linkThroughput) / rate : 0;
    }
};

/**
 * @ingroup mog-examples
 *
 * Print rows as a table.
 *
 * @param scenario what the example was run with
 * @param rows one per allocator
 */
inline void
MogPrintTable(const MogExampleScenario& scenario, const std::vector<MogExampleRow>& rows)
{
    std::printf("%s, %s, %g s, run %llu of seed %u, margin %g\n\n",
                scenario.title.c_str(),
                scenario.utility.c_str(),
                scenario.duration,
                static_cast<unsigned long long>(scenario.run),
                scenario.seed,
                scenario.margin);
    std::printf("allocator    throughput  application       bound  ratio  decision    wall  "
                "manager\n");
    std::printf("                 Mbit/s       Mbit/s      Mbit/s               us       s  "
                "      %%\n");
    for (const auto& row : rows)
    {
        std::printf("%-11s %11.3f %12.3f %11.3f %6.4f %9.1f %7.3f %8.2f\n",
                    row.allocator.c_str(),
                    row.Sum(&ns3::MogLinkMonitor::Link::linkThroughput) / 1e6,
                    row.Sum(&ns3::MogLinkMonitor::Link::applicationThroughput) / 1e6,
                    row.Sum(&ns3::MogLinkMonitor::Link::bound) / 1e6,
                    row.GetRatio(scenario.margin),
                    row.decision * 1e6,
                    row.wall,
                    row.manager * 100);
    }
    std::printf("\nlinks              mean    5th pct    minimum  geo. mean   Jain    never  fell\n"
                "                 Mbit/s     Mbit/s     Mbit/s     Mbit/s         served  back\n");
    for (const auto& row : rows)
    {
        std::printf("%-12s %10.3f %10.3f %10.3f %10.3f %6.4f %8u %5llu\n",
                    row.allocator.c_str(),
                    row.statistics.mean / 1e6,
                    row.statistics.percentile5 / 1e6,
                    row.statistics.minimum / 1e6,
                    row.statistics.geometricMean / 1e6,
                    row.statistics.jain,
                    row.statistics.neverServed,
                    static_cast<unsigned long long>(row.fallbacks));
    }
    const std::set<std::string> groups(rows[0].groups.begin(), rows[0].groups.end());
    if (groups.size() > 1)
    {
        std::printf("\nthroughput, Mbit/s");
        for (const auto& group : groups)
        {
            std::printf(" %11s", group.c_str());
        }
        for (const auto& row : rows)
        {
            std::printf("\n%-18s", row.allocator.c_str());
            for (const auto& group : groups)
            {
                std::printf(" %11.3f",
                            row.Sum(&ns3::MogLinkMonitor::Link::linkThroughput, group) / 1e6);
            }
        }
        std::printf("\n");
    }
    std::printf(
        "\n"
        "throughput   link layer: bytes of error-free PDUs with all headers, over the "
        "measurement\n"
        "application  UDP payload that reached the sinks, over the same time\n"
        "bound        Shannon bound of the same powers on the same channel, without "
        "margin\n"
        "ratio        throughput / (margin x bound)\n"
        "links        throughputs of the links: 5th percentile, geometric mean, Jain's index\n"
        "never served links without throughput; fell back: decisions that full power was "
        "better than\n");
}

/**
 * @ingroup mog-examples
 *
 * Write a string with JSON's escapes.
 *
 * @param text the string
 * @return the string in quotes
 */
inline std::string
MogQuoteJson(const std::string& text)
{
    std::string quoted = "\"";
    for (const char c : text)
    {
        if (c == '"' || c == '\\')
        {
            quoted += '\\';
        }
        if (static_cast<unsigned char>(c) < 0x20)
        {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04x", c);
            quoted += escape;
        }
        else
        {
            quoted += c;
        }
    }
    return quoted + '"';
}

/**
 * @ingroup mog-examples
 *
 * Write everything as JSON. Throughputs are defined as in the table: `throughput_bps` is that of
 * the link layer, headers counted, `application_bps` that of the payload, `bound_bps` is without
 * margin. Only `decision_us`, `wall_s` and `manager_share` differ between two runs of the same
 * seed.
 *
 * @param path the file
 * @param scenario what the example was run with
 * @param rows one per allocator
 */
inline void
MogWriteJson(const std::string& path,
             const MogExampleScenario& scenario,
             const std::vector<MogExampleRow>& rows)
{
    using Link = ns3::MogLinkMonitor::Link;
    MogExampleFile file(path);
    file.Print("{\n  ");
    for (const auto& parameter : scenario.parameters)
    {
        file.Print("\"%s\": %.17g, ", parameter.first.c_str(), parameter.second);
    }
    file.Print("\"duration_s\": %.17g,\n", scenario.duration);
    file.Print("  \"period_s\": %.17g, \"margin\": %.17g, \"seed\": %u, \"run\": %llu,\n",
               scenario.period,
               scenario.margin,
               scenario.seed,
               static_cast<unsigned long long>(scenario.run));
    file.Print("  \"utility\": %s, \"model\": %s,\n  \"rows\": [",
               MogQuoteJson(scenario.utility).c_str(),
               MogQuoteJson(scenario.model).c_str());
    for (const auto& row : rows)
    {
        file.Print("%s\n    {\"allocator\": \"%s\", \"throughput_bps\": %.17g,",
                   &row == &rows.front() ? "" : ",",
                   row.allocator.c_str(),
                   row.Sum(&Link::linkThroughput));
        file.Print(" \"application_bps\": %.17g, \"bound_bps\": %.17g, \"ratio\": %.17g,\n",
                   row.Sum(&Link::applicationThroughput),
                   row.Sum(&Link::bound),
                   row.GetRatio(scenario.margin));
        file.Print(
            "     \"mean_bps\": %.17g, \"percentile_5_bps\": %.17g, \"minimum_bps\": %.17g,\n",
            row.statistics.mean,
            row.statistics.percentile5,
            row.statistics.minimum);
        file.Print(
            "     \"geometric_mean_bps\": %.17g, \"never_served\": %u, \"fallbacks\": %llu,\n",
            row.statistics.geometricMean,
            row.statistics.neverServed,
            static_cast<unsigned long long>(row.fallbacks));
        file.Print("     \"jain\": %.17g, \"decision_us\": %.17g, \"wall_s\": %.17g,",
                   row.statistics.jain,
                   row.decision * 1e6,
                   row.wall);
        file.Print(" \"manager_share\": %.17g,\n     \"links\": [", row.manager);
        for (std::size_t i = 0; i < row.links.size(); i++)
        {
            const auto& link = row.links[i];
            file.Print("%s\n       {", i == 0 ? "" : ",");
            if (!row.groups[i].empty())
            {
                file.Print("\"group\": %s, ", MogQuoteJson(row.groups[i]).c_str());
            }
            file.Print("\"power\": %.17g, \"rb\": %u, \"bound_bps\": %.17g,",
                       link.power,
                       link.rb,
                       link.bound);
            file.Print(" \"throughput_bps\": %.17g, \"application_bps\": %.17g}",
                       link.linkThroughput,
                       link.applicationThroughput);
        }
        file.Print("]}");
    }
    file.Print("\n  ]\n}\n");
    file.Commit();
}

/**
 * @ingroup mog-examples
 *
 * Write a string for gnuplot.
 *
 * @param text the string
 * @return the string in quotes
 */
inline std::string
MogQuoteGnuplot(const std::string& text)
{
    std::string quoted = "'";
    for (const char c : text)
    {
        quoted += c;
        if (c == '\'')
        {
            quoted += c;
        }
    }
    return quoted + "'";
}

/**
 * @ingroup mog-examples
 *
 * Draw throughput and bound of each allocator: writes a gnuplot script and its data beside the
 * picture
 * (.gp and .dat instead of its extension) and runs gnuplot.
 *
 * @param path the picture
 * @param scenario what the example was run with
 * @param rows one per allocator
 */
inline void
MogWritePlot(const std::string& path,
             const MogExampleScenario& scenario,
             const std::vector<MogExampleRow>& rows)
{
    using Link = ns3::MogLinkMonitor::Link;
    const auto dot = path.rfind('.');
    const auto slash = path.rfind('/');
    const bool hasExtension =
        dot != std::string::npos && (slash == std::string::npos || dot > slash + 1);
    const std::string stem = hasExtension ? path.substr(0, dot) : path;
    const std::string temporary = path + ".tmp";

    MogExampleFile data(stem + ".dat");
    data.Print("# allocator, throughput, application, margin x bound, bound, all in Mbit/s\n");
    for (const auto& row : rows)
    {
        const double bound = row.Sum(&Link::bound) / 1e6;
        data.Print("%s %.9g %.9g %.9g %.9g\n",
                   row.allocator.c_str(),
                   row.Sum(&Link::linkThroughput) / 1e6,
                   row.Sum(&Link::applicationThroughput) / 1e6,
                   scenario.margin * bound,
                   bound);
    }
    data.Commit();

    MogExampleFile script(stem + ".gp");
    script.Print("set terminal pngcairo size 800,500\nset output %s\n",
                 MogQuoteGnuplot(temporary).c_str());
    script.Print("set title '%s, run %llu of seed %u'\n",
                 scenario.title.c_str(),
                 static_cast<unsigned long long>(scenario.run),
                 scenario.seed);
    script.Print("set style data histograms\nset style fill solid 0.7 border -1\n"
                 "set ylabel 'Mbit/s'\nset yrange [0:*]\nset grid ytics\nset key outside bottom "
                 "center horizontal\n");
    script.Print("plot %s using 2:xtic(1) title 'throughput, headers counted', \\\n"
                 "     '' using 3 title 'application', \\\n"
                 "     '' using 5 title 'Shannon bound'\n",
                 MogQuoteGnuplot(stem + ".dat").c_str());
    script.Commit();

    std::string program = "gnuplot";
    std::string argument = stem + ".gp";
    char* const arguments[] = {&program[0], &argument[0], nullptr};
    pid_t child = 0;
    const int reason = posix_spawnp(&child, "gnuplot", nullptr, nullptr, arguments, environ);
    if (reason != 0)
    {
        throw std::runtime_error("cannot run gnuplot (" + std::string(std::strerror(reason)) +
                                 "): install Debian's gnuplot-nox, then 'gnuplot " + argument +
                                 "' draws the picture");
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (status != 0 || std::rename(temporary.c_str(), path.c_str()) != 0)
    {
        std::remove(temporary.c_str());
        throw std::runtime_error("gnuplot could not draw " + path + " from " + argument);
    }
}

#endif /* MOG_EXAMPLE_REPORT_H */
