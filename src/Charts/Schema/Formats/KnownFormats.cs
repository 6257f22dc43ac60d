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
        ["duration"] = DateFormats.Duration,
        ["hostname"] = HostFormats.HostName,
        ["email"] = HostFormats.Email,
        ["ipv4"] = AddressFormats.Ipv4,
        ["ipv6"] = AddressFormats.Ipv6,
        ["uri"] = static text => UriFormats.Check(text, isAbsolute: true, isInternational: false),
        ["iri"] = static text => UriFormats.Check(text, isAbsolute: true, isInternational: true),
        ["uri-reference"] = static text => UriFormats.Check(text, isAbsolute: false, isInternational: false),
        ["iri-reference"] = static text => UriFormats.Check(text, isAbsolute: false, isInternational: true),
        ["uri-template"] = UriTemplateFormat.Check,
        ["json-pointer"] = PointerFormats.JsonPointer,
        ["relative-json-pointer"] = PointerFormats.RelativePointer,
        ["uuid"] = PointerFormats.Uuid,
        ["regex"] = Regex,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The check of a format, or null for one that nobody here knows.</summary>
    public static FormatCheck? Find(string name) => All.GetValueOrDefault(name);

    private static string? Regex(ReadOnlySpan<byte> text) => Re2.TryCompile(Encoding.UTF8.GetString(text), out _, out var error) ? null : error;
}
