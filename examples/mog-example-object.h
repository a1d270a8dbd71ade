/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_EXAMPLE_OBJECT_H
#define MOG_EXAMPLE_OBJECT_H

#include "mog-example-require.h"

#include "ns3/object-factory.h"
#include "ns3/pointer.h"
#include "ns3/string.h"
#include "ns3/type-id.h"

#include <map>
#include <regex>
#include <string>
#include <vector>

/**
 * @ingroup mog-examples
 *
 * Cut text at all bars that are outside brackets.
 *
 * @param text as in "A=1|B=ns3::C[D=2|E=3]"
 * @return the pieces
 */
inline std::vector<std::string>
MogSplitAttributes(const std::string& text)
{
    std::vector<std::string> pieces(1);
    int depth = 0;
    for (const char c : text)
    {
        depth += (c == '[') - (c == ']');
        if (c == '|' && depth == 0)
        {
            pieces.emplace_back();
        }
        else
        {
            pieces.back() += c;
        }
    }
    return pieces;
}

/**
 * @ingroup mog-examples
 *
 * Tell whether text looks like a value of an attribute. ns-3 aborts at numbers that do not, so it
 * must not get to see them; whether a value is in range, ns-3 says itself.
 *
 * @param type the attribute's type of value, as in "ns3::DoubleValue"
 * @param text the text
 * @return whether it does; true for types that are no numbers
 */
inline bool
MogIsWellFormed(const std::string& type, const std::string& text)
{
    const std::string decimal = "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?";
    const std::map<std::string, std::string> patterns{
        {"ns3::DoubleValue", decimal},
        {"ns3::IntegerValue", "[+-]?\\d+"},
        {"ns3::UintegerValue", "\\d+"},
        {"ns3::DataRateValue", "(\\d+\\.?\\d*|\\.\\d+)([kKMGT]?i?(bps|b/s|Bps|B/s))"},
        {"ns3::TimeValue", decimal + "(s|ms|us|ns|ps|fs|min|h|d|y)?"},
    };
    const auto pattern = patterns.find(type);
    return pattern == patterns.end() || std::regex_match(text, std::regex(pattern->second));
}

/**
 * @ingroup mog-examples
 *
 * List the types that can be made.
 *
 * @param base what they are derived from
 * @return their names
 */
inline std::string
MogListTypes(ns3::TypeId base)
{
    std::string names;
    for (uint16_t i = 0; i < ns3::TypeId::GetRegisteredN(); i++)
    {
        const auto type = ns3::TypeId::GetRegistered(i);
        if (type.HasConstructor() && type.IsChildOf(base))
        {
            names += (names.empty() ? "" : ", ") + type.GetName();
        }
    }
    return names;
}

/**
 * @ingroup mog-examples
 *
 * Make an object from text in ns-3's notation, as in
 * "ns3::MogNoisyChannelEstimator[ErrorDb=-10|Source=ns3::MogDelayedChannelEstimator[Delay=20ms]]",
 * which unlike in ns-3 may have brackets in brackets. What is wrong with the text is an exception
 * with one line.
 *
 * @tparam T what it is derived from
 * @param option the option that the text is of
 * @param text type and attributes
 * @return the object
 */
template <typename T>
ns3::Ptr<T>
MogCreateFromText(const std::string& option, const std::string& text)
{
    const auto require = [&](bool good, const std::string& problem) {
        MogRequire(good, option + ": " + text + ": " + problem);
    };
    const auto bracket = text.find('[');
    const auto name = text.substr(0, bracket);
    ns3::TypeId type;
    require(ns3::TypeId::LookupByNameFailSafe(name, &type) && type.HasConstructor() &&
                type.IsChildOf(T::GetTypeId()),
            "there is no such type; there are " + MogListTypes(T::GetTypeId()));
    ns3::ObjectFactory factory;
    factory.SetTypeId(type);
    if (bracket == std::string::npos)
    {
        return factory.Create<T>();
    }
    require(text.back() == ']', "a closing bracket is missing at its end");
    for (const auto& setting :
         MogSplitAttributes(text.substr(bracket + 1, text.size() - bracket - 2)))
    {
        const auto equals = setting.find('=');
        const auto attribute = setting.substr(0, equals);
        const auto problem = name + " does not take '" + setting + "'; --PrintAttributes=" + name +
                             " lists its attributes";
        ns3::TypeId::AttributeInformation info;
        require(equals != std::string::npos && type.LookupAttributeByName(attribute, &info),
                problem);
        if (ns3::DynamicCast<const ns3::PointerChecker>(info.checker)) // a source of the same kind
        {
            const auto source = MogCreateFromText<T>(option, setting.substr(equals + 1));
            factory.Set(attribute, ns3::PointerValue(source));
            continue;
        }
        const ns3::StringValue value(setting.substr(equals + 1));
        require(MogIsWellFormed(info.checker->GetValueTypeName(), value.Get()) &&
                    info.checker->CreateValidValue(value) != nullptr,
                problem);
        factory.Set(attribute, value);
    }
    return factory.Create<T>();
}

#endif /* MOG_EXAMPLE_OBJECT_H */
