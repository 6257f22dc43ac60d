using System.Buffers.Text;
using System.Globalization;
using SecretsKit.Core.Data;

namespace SecretsKit.Releases.Diffing;

/// <summary>
/// Writes Secrets anew for a diff: each value by its length and whether it differs, or decoded. What a Secret has beyond its known fields
/// is left out (spec helm.md 21.5).
/// </summary>
internal static class SecretDisplay
{
    private const string StringData = "stringData";
    private const string Data = "data";

    private static readonly string[] Kept = ["apiVersion", "kind", "metadata", "type", "immutable"];

    /// <summary>Both sides of a Secret as they are shown; objects of other kinds as they are.</summary>
    public static (DiffObject? Old, DiffObject? Now) Of(DiffObject? old, DiffObject? now, SecretView view)
    {
        if (view == SecretView.Raw || (old ?? now)?.Kind != "Secret" || (old is not null && now is not null && old.Kind != now.Kind))
        {
            return (old, now);
        }

        var (before, after) = (Values(old), Values(now));
        return (Shown(old, before, after, "--------", view), Shown(now, after, before, "++++++++", view));
    }

    private static DiffObject? Shown(
        DiffObject? item, SortedDictionary<string, byte[]> values, SortedDictionary<string, byte[]> others, string mark, SecretView view)
    {
        if (item is null)
        {
            return null;
        }

        var shown = new MapValue();
        foreach (var (name, value) in values)
        {
            var isSame = others.TryGetValue(name, out var other)
                ? other.AsSpan().SequenceEqual(value)
                : others.Count > 0 && value.Length == 0;
            shown.Set(new(name), view == SecretView.Decoded
                ? Value.Of(value)
                : Value.Of(string.Create(CultureInfo.InvariantCulture, $"{(isSame ? "REDACTED" : mark)} # ({value.Length} bytes)")));
        }

        var tree = new MapValue();
        foreach (var field in Kept)
        {
            if (item.Tree.Contains(new(field)))
            {
                tree.Set(new(field), item.Tree[new(field)]);
            }
        }

        if (shown.Count > 0)
        {
            tree.Set(new(StringData), Value.Of(shown));
        }

        var text = DiffManifest.Text(tree);
        if (view == SecretView.Masked)
        {
            text = ReplaceFirst(text, StringData, Data);
            tree.Set(new(Data), Value.Of(shown));
            tree.Remove(new(StringData));
        }

        return item with { Content = Comment(item.Content) + text, Tree = tree };
    }

    // What servers make of both fields.
    private static SortedDictionary<string, byte[]> Values(DiffObject? item)
    {
        var values = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (name, value) in (item?.Tree[new(Data)].AsMap ?? new()).Entries)
        {
            values[name.RevealText()] = value.IsString ? Decoded(value.StringBytes) : [];
        }

        foreach (var (name, value) in (item?.Tree[new(StringData)].AsMap ?? new()).Entries)
        {
            values[name.RevealText()] = value.IsString ? value.StringBytes : [];
        }

        return values;
    }

    // What is no base64 no server takes; its length is that of the text.
    private static byte[] Decoded(byte[] text)
    {
        var buffer = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Base64.DecodeFromUtf8(text, buffer, out _, out var length) == System.Buffers.OperationStatus.Done ? buffer[..length] : text;
    }

    private static string Comment(string content)
    {
        var end = content.IndexOf('\n', StringComparison.Ordinal);
        return content.StartsWith('#') && end >= 0 ? content[..(end + 1)] : "";
    }

    private static string ReplaceFirst(string text, string what, string with)
    {
        var at = text.IndexOf(what, StringComparison.Ordinal);
        return at < 0 ? text : string.Concat(text.AsSpan(0, at), with, text.AsSpan(at + what.Length));
    }
}
