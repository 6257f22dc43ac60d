using System.Collections.Frozen;

namespace SecretsKit.Core.Text.Regexp;

internal static partial class UnicodeClasses
{
    // Property value aliases of the Unicode character database, in the form that Normalize gives them.
    private static readonly FrozenDictionary<string, string> LongNames = new Dictionary<string, string>
    {
        ["other"] = "c",
        ["control"] = "cc",
        ["cntrl"] = "cc",
        ["format"] = "cf",
        ["unassigned"] = "cn",
        ["privateuse"] = "co",
        ["surrogate"] = "cs",
        ["letter"] = "l",
        ["casedletter"] = "lc",
        ["lowercaseletter"] = "ll",
        ["modifierletter"] = "lm",
        ["otherletter"] = "lo",
        ["titlecaseletter"] = "lt",
        ["uppercaseletter"] = "lu",
        ["mark"] = "m",
        ["combiningmark"] = "m",
        ["spacingmark"] = "mc",
        ["enclosingmark"] = "me",
        ["nonspacingmark"] = "mn",
        ["number"] = "n",
        ["decimalnumber"] = "nd",
        ["digit"] = "nd",
        ["letternumber"] = "nl",
        ["othernumber"] = "no",
        ["punctuation"] = "p",
        ["punct"] = "p",
        ["connectorpunctuation"] = "pc",
        ["dashpunctuation"] = "pd",
        ["closepunctuation"] = "pe",
        ["finalpunctuation"] = "pf",
        ["initialpunctuation"] = "pi",
        ["otherpunctuation"] = "po",
        ["openpunctuation"] = "ps",
        ["symbol"] = "s",
        ["currencysymbol"] = "sc",
        ["modifiersymbol"] = "sk",
        ["mathsymbol"] = "sm",
        ["othersymbol"] = "so",
        ["separator"] = "z",
        ["lineseparator"] = "zl",
        ["paragraphseparator"] = "zp",
        ["spaceseparator"] = "zs",
    }.ToFrozenDictionary();
}
