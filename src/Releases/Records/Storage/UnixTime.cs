using System.Globalization;

namespace SecretsKit.Releases.Records.Storage;

/// <summary>The time of a clock as storages note it.</summary>
internal static class UnixTime
{
    /// <summary>Whole seconds since 1970.</summary>
    public static long Of(TimeProvider clock) => clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The same as the value of a label.</summary>
    public static string Label(TimeProvider clock) => Of(clock).ToString(CultureInfo.InvariantCulture);

    /// <summary>Labels with the time of a change.</summary>
    public static Dictionary<string, string> Mark(IReadOnlyDictionary<string, string> labels, string name, TimeProvider clock) =>
        new(labels, StringComparer.Ordinal) { [name] = Label(clock) };
}
