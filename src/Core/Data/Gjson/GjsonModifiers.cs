using System.Text;
using SecretsKit.Core.Data.Json;

namespace SecretsKit.Core.Data.Gjson;

/// <summary>The modifiers of paths: one row each.</summary>
internal static class GjsonModifiers
{
    // Deeper values are left out.
    private const int MaxDepth = 200;

    // Numbers of any size are valid.
    private static readonly GoJsonReading AnyNumber = new() { Number = static _ => Value.Nil };

    private static readonly (string Name, Func<ReadOnlyMemory<byte>, byte[], ReadOnlyMemory<byte>> Apply)[] Rows =
    [
        ("this", static (json, _) => json),
        ("ugly", static (json, _) => GjsonLayout.Ugly(json.Span)),
        ("pretty", static (json, options) => GjsonLayout.Pretty(json, options)),
        ("valid", static (json, _) => IsValid(json) ? json : default),
        ("reverse", static (json, _) => Reverse(json)),
        ("flatten", static (json, options) => Flatten(GjsonScan.First(json), IsSet(options, "deep"u8), 0)),
        ("join", static (json, options) => Join(GjsonScan.First(json), IsSet(options, "preserve"u8))),
        ("keys", static (json, _) => Keys(GjsonScan.First(json))),
        ("values", static (json, _) => Values(GjsonScan.First(json))),
        ("tostr", static (json, _) => GjsonText.Quote(json.Span)),
        ("fromstr", static (json, _) => IsValid(json) ? GjsonScan.First(json).ToText() : default(ReadOnlyMemory<byte>)),
        ("group", static (json, _) => Group(GjsonScan.First(json))),
        ("dig", static (json, path) => Dig(GjsonScan.First(json), path)),
    ];

    public static bool Exists(ReadOnlySpan<byte> name) => Find(name) >= 0;

    public static ReadOnlyMemory<byte> Apply(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> json, byte[] argument) =>
        Rows[Find(name)].Apply(json, argument);

    private static int Find(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < Rows.Length; i++)
        {
            if (Ascii.Equals(name, Rows[i].Name))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsValid(ReadOnlyMemory<byte> json) => GoJson.TryParse(json.Span, AnyNumber, out _, out _);

    private static bool IsSet(byte[] options, ReadOnlySpan<byte> name) =>
        options.Length > 0 && GjsonSearch.Get(options, name).Kind == GjsonKind.True;

    private static byte[] List(IEnumerable<ReadOnlyMemory<byte>> elements, char open = '[', char close = ']')
    {
        var output = new List<byte> { (byte)open };
        foreach (var element in elements)
        {
            if (output.Count > 1)
            {
                output.Add((byte)',');
            }

            output.AddRange(element.Span);
        }

        output.Add((byte)close);
        return [.. output];
    }

    private static ReadOnlyMemory<byte> Member(GjsonResult key, GjsonResult value) =>
        (byte[])[.. key.Raw.Span, (byte)':', .. value.Raw.Span];

    private static ReadOnlyMemory<byte> Reverse(ReadOnlyMemory<byte> json)
    {
        var value = GjsonScan.First(json);
        return value.IsArray ? List(GjsonScan.Members(value).Select(member => member.Value.Raw).Reverse())
            : value.IsObject ? List(GjsonScan.Members(value).Select(member => Member(member.Key, member.Value)).Reverse(), '{', '}')
            : json;
    }

    private static ReadOnlyMemory<byte> Flatten(GjsonResult value, bool isDeep, int depth)
    {
        if (!value.IsArray || depth > MaxDepth)
        {
            return value.Raw;
        }

        return List(GjsonScan.Members(value).Select(member => member.Value)
            .Select(element => !element.IsArray ? element.Raw
                : Inside(isDeep ? Flatten(element, isDeep, depth + 1) : element.Raw))
            .Where(element => !element.IsEmpty));
    }

    private static ReadOnlyMemory<byte> Inside(ReadOnlyMemory<byte> container)
    {
        var trimmed = Trimmed(container);
        return trimmed.Span is [(byte)'[' or (byte)'{', .., _] ? Trimmed(trimmed[1..^1]) : trimmed;
    }

    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> json) => MemoryExtensions.Trim(json, " \t\r\n"u8);

    private static ReadOnlyMemory<byte> Join(GjsonResult list, bool preserves)
    {
        if (!list.IsArray)
        {
            return list.Raw;
        }

        var members = GjsonScan.Members(list).Where(element => element.Value.IsObject)
            .SelectMany(element => GjsonScan.Members(element.Value)).ToList();
        if (!preserves)
        {
            // The place of the first of equal keys, the value of the last.
            var last = new Dictionary<string, GjsonResult>();
            foreach (var (key, value) in members)
            {
                last[Encoding.Latin1.GetString(key.ToText())] = value;
            }

            members = [.. members.DistinctBy(member => Encoding.Latin1.GetString(member.Key.ToText()))
                .Select(member => (member.Key, last[Encoding.Latin1.GetString(member.Key.ToText())]))];
        }

        return List(members.Select(member => Member(member.Key, member.Value)), '{', '}');
    }

    private static byte[] Keys(GjsonResult value) => value.Exists
        ? List(GjsonScan.Members(value).Select(member => value.IsObject ? member.Key.Raw : "null"u8.ToArray()))
        : "[]"u8.ToArray();

    private static ReadOnlyMemory<byte> Values(GjsonResult value) => !value.Exists ? "[]"u8.ToArray()
        : value.IsArray ? value.Raw
        : List(GjsonScan.Members(value).Select(member => member.Value.Raw));

    // Lists under keys become a list of maps.
    private static ReadOnlyMemory<byte> Group(GjsonResult value)
    {
        if (!value.IsObject)
        {
            return default;
        }

        var maps = new List<List<ReadOnlyMemory<byte>>>();
        foreach (var (key, list) in GjsonScan.Members(value).Where(member => member.Value.IsArray))
        {
            var at = 0;
            foreach (var (_, element) in GjsonScan.Members(list))
            {
                if (at == maps.Count)
                {
                    maps.Add([]);
                }

                maps[at++].Add(Member(key, element));
            }
        }

        return List(maps.Select(members => (ReadOnlyMemory<byte>)List(members, '{', '}')));
    }

    private static byte[] Dig(GjsonResult value, byte[] path)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        DigInto(value, path, found, 0);
        return List(found);
    }

    private static void DigInto(GjsonResult value, byte[] path, List<ReadOnlyMemory<byte>> found, int depth)
    {
        if (GjsonSearch.Get(value.Raw, path) is { Exists: true } here)
        {
            found.Add(here.Raw);
        }

        if (value.Kind == GjsonKind.Json && depth < MaxDepth)
        {
            foreach (var (_, element) in GjsonScan.Members(value))
            {
                DigInto(element, path, found, depth + 1);
            }
        }
    }
}
