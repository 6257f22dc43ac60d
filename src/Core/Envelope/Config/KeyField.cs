using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Config;

/// <summary>A field that takes a text with commas or a list of texts. Another type is an error only when the rule is used.</summary>
internal sealed class KeyField
{
    private readonly string _list;
    private readonly string? _problem;

    private KeyField(string list, string? problem) => (_list, _problem) = (list, problem);

    public static KeyField None { get; } = new("", null);

    public bool IsEmpty => _list.Length == 0 && _problem is null;

    /// <summary>The keys, separated by commas.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedConfig"/>: the field has the wrong type.</exception>
    public string List => _problem is null ? _list : throw new SecretsKitException(ErrorCode.MalformedConfig, _problem);

    /// <summary>Reads a field.</summary>
    /// <param name="decoder">Follows aliases.</param>
    /// <param name="node">The field's value, or <see langword="null"/>.</param>
    /// <param name="outer">The name that the reference puts in front of a complaint.</param>
    /// <param name="inner">The field's name, which it repeats the complaint with.</param>
    public static KeyField Read(YamlDecoder decoder, YamlNode? node, string outer, string inner)
    {
        var target = decoder.Follow(node);
        if (target is null || YamlDecoder.IsNull(target))
        {
            return None;
        }

        var complaint = $"invalid {outer} key configuration: invalid {inner} key configuration: ";
        if (target is { Kind: YamlKind.Scalar, Tag: not (YamlTags.Int or YamlTags.Float or YamlTags.Bool or YamlTags.Timestamp) })
        {
            return new(
                string.Join(
                    ',', target.Value.RevealText().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
                null);
        }

        if (target.Kind != YamlKind.Sequence)
        {
            return new("", $"{complaint}expected string, []string, or nil, got {GoTypeName.OfDecoded(target)}");
        }

        var items = target.Children.ConvertAll(item => decoder.Follow(item)!);
        var wrong = items.Find(item => GoTypeName.OfDecoded(item) != "string");
        return wrong is null
            ? new(string.Join(',', items.Select(item => item.Value.RevealText())), null)
            : new("", $"{complaint}expected string in list, got {GoTypeName.OfDecoded(wrong)}");
    }
}
