using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.UnitTesting.Values;

/// <summary>The values of a <c>set</c>, as charts see values.</summary>
internal static class SetValues
{
    /// <summary>A map of all entries, one over another.</summary>
    /// <exception cref="SetPathException">A path is malformed.</exception>
    public static MapValue Of(IReadOnlyList<KeyValuePair<string, Value>> entries)
    {
        var values = new MapValue();
        foreach (var (path, value) in entries)
        {
            SetPath.Parse(path).Set(values, PlainYaml.ForTemplates(value));
        }

        return values;
    }
}
