using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Releases.Frozen.Coding;

/// <summary>Reads a map of a plan's document, whose fields have to be there and of their types.</summary>
/// <param name="map">The map.</param>
/// <param name="path">Where it is, for messages; empty for the document.</param>
internal sealed class PlanFields(MapValue map, string path)
{
    /// <summary>The map itself.</summary>
    public MapValue Map { get; } = map;

    /// <summary>The map of a field.</summary>
    public PlanFields Fields(string key) => new(Map[new(key)].AsMap ?? throw Wrong(key), PathOf(key));

    /// <summary>The map of a field; null for none.</summary>
    public PlanFields? FieldsOrNull(string key) => Map[new(key)].IsNil ? null : Fields(key);

    /// <summary>The maps of a list.</summary>
    public IReadOnlyList<PlanFields> List(string key) =>
    [
        .. Items(key).Select((item, at) => new PlanFields(
            item.AsMap ?? throw Wrong(Element(key, at)), PathOf(Element(key, at)))),
    ];

    /// <summary>The texts of a list.</summary>
    public IReadOnlyList<string> Texts(string key) =>
        [.. Items(key).Select((item, at) => item.IsString ? Reveal(item) : throw Wrong(Element(key, at)))];

    /// <summary>A text.</summary>
    public string Text(string key) => Map[new(key)] is { IsString: true } text ? Reveal(text) : throw Wrong(key);

    /// <summary>A whole number from 0 on.</summary>
    public int Number(string key) =>
        Map[new(key)] is { Kind: GoKind.Int64, Bits: >= 0 and <= int.MaxValue } number ? (int)number.Bits : throw Wrong(key);

    /// <summary>A truth value.</summary>
    public bool Switch(string key) => Map[new(key)] is { Kind: GoKind.Bool } value ? value.Boolean : throw Wrong(key);

    /// <summary>A word of an enumeration.</summary>
    public T Word<T>(string key) where T : struct, Enum =>
        Enum.TryParse<T>(Text(key), out var word) && word.ToString() == Text(key) ? word : throw Wrong(key);

    /// <summary>A moment.</summary>
    public DateTimeOffset Time(string key) => DateTimeOffset.TryParseExact(
        Text(key), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : throw Wrong(key);

    /// <summary>A moment; null for none.</summary>
    public DateTimeOffset? TimeOrNull(string key) => Map[new(key)].IsNil ? null : Time(key);

    /// <summary>A length of time, in whole milliseconds.</summary>
    public TimeSpan Duration(string key) => TimeSpan.FromMilliseconds(
        Map[new(key)] is { Kind: GoKind.Int64 } number ? number.Bits : throw Wrong(key));

    /// <summary>The failure for a field.</summary>
    public Core.Errors.SecretsKitException Wrong(string key) => new FrozenFileCause(FrozenFault.Damaged, PathOf(key)).ToException();

    private Value[] Items(string key) => Map[new(key)].AsList?.Items.ToArray() ?? throw Wrong(key);

    private static string Element(string key, int at) => string.Create(CultureInfo.InvariantCulture, $"{key}[{at}]");

    private string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static string Reveal(Value text) => new ByteString(text.StringBytes.AsMemory()).RevealText();
}
