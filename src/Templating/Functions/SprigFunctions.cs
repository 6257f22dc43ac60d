using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions.Codecs;
using SecretsKit.Templating.Functions.Collections;
using SecretsKit.Templating.Functions.Conversion;
using SecretsKit.Templating.Functions.Crypto;
using SecretsKit.Templating.Functions.Dates;
using SecretsKit.Templating.Functions.Json;
using SecretsKit.Templating.Functions.Network;
using SecretsKit.Templating.Functions.Numbers;
using SecretsKit.Templating.Functions.Paths;
using SecretsKit.Templating.Functions.Randomness;
using SecretsKit.Templating.Functions.Reflection;
using SecretsKit.Templating.Functions.Regexps;
using SecretsKit.Templating.Functions.Text;
using SecretsKit.Templating.Functions.Toml;
using SecretsKit.Templating.Functions.Versions;

namespace SecretsKit.Templating.Functions;

/// <summary>
/// The functions of Sprig 3.3 as charts see them, with Helm's own JSON and TOML in their places (spec sprig.md). Functions that need the
/// templates themselves (<c>include</c>, <c>tpl</c>, <c>required</c>, <c>fail</c>, <c>lookup</c>) and YAML are not among them.
/// </summary>
public static class SprigFunctions
{
    /// <summary>Adds all of them, replacing what has the same name.</summary>
    /// <returns><paramref name="table"/>.</returns>
    public static FunctionTable AddSprig(this FunctionTable table, SprigOptions options)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        return table
            .AddConversions().AddDefaults().AddTypeTests()
            .AddStrings().AddTrimming().AddCasing().AddCases().AddQuoting().AddAbbreviation().AddWrapping().AddSplitting()
            .AddLists().AddDictionaries().AddMerge()
            .AddIntegers().AddDecimals().AddRounding()
            .AddTimes().AddRegexps().AddVersions(options.Helm3)
            .AddEncodings().AddHashes().AddJson().AddToml(options.Helm3).AddPaths().AddUrls()
            .AddRandom().AddPasswords().AddAes().AddCertificates().AddNetwork();
    }
}
