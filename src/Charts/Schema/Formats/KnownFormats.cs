using System.Collections.Frozen;
using System.Text;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Charts.Schema.Formats;

/// <summary>The formats that fail values, by name. The international forms of host names and addresses are accepted as they come.</summary>
internal static class KnownFormats
{
    private static readonly FrozenDictionary<string, FormatCheck> All = new Dictionary<string, FormatCheck>
    {
        ["date"] = DateFormats.Date,
        ["time"] = DateFormats.Time,
        ["date-time"] = DateFormats.DateTime,
        ["duration"] = DurationFormats.Duration,
        ["period"] = DurationFormats.Period,
        ["hostname"] = HostFormats.HostName,
        ["email"] = HostFormats.Email,
        ["ipv4"] = AddressFormats.Ipv4,
        ["ipv6"] = AddressFormats.Ipv6,
        ["uri"] = UriFormats.Absolute,
        ["iri"] = UriFormats.Absolute,
        ["uri-reference"] = UriFormats.Reference,
        ["iri-reference"] = UriFormats.Reference,
        ["uri-template"] = UriFormats.Template,
        ["json-pointer"] = PointerFormats.JsonPointer,
        ["relative-json-pointer"] = PointerFormats.RelativePointer,
        ["uuid"] = PointerFormats.Uuid,
        ["semver"] = VersionFormat.Check,
        ["regex"] = Regex,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The check of a format, or null for an unknown one.</summary>
    public static FormatCheck? Find(string name) => All.GetValueOrDefault(name);

    private static string? Regex(ReadOnlySpan<byte> text) => Re2.TryCompile(Encoding.UTF8.GetString(text), out _, out var error)
        ? null
        : error;
}
