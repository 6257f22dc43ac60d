using SecretsKit.Charts.Linting.Rules;
using SecretsKit.Charts.Loading;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>One object of a rendering.</summary>
/// <param name="Path">The template that it comes from.</param>
/// <param name="Content">Its fields.</param>
internal sealed record RenderedObject(string Path, Value Content)
{
    /// <summary><c>kind</c>; empty where absent.</summary>
    public string Kind => Content.TextAt("kind") ?? "";

    /// <summary>The group before the slash of <c>apiVersion</c>; empty for the core's.</summary>
    public string Group =>
        Content.TextAt("apiVersion") is { } version && version.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0
            ? version[..slash]
            : "";

    /// <summary><c>metadata.name</c>; empty where absent.</summary>
    public string Name => Content.TextAt("metadata", "name") ?? "";

    /// <summary>Whether it is a hook, which comes and goes.</summary>
    public bool IsHook => Content.TextAt("metadata", "annotations", "helm.sh/hook") is not null;

    /// <summary>The kind and the name, for messages.</summary>
    public string Title => $"{Kind} {Name}";

    /// <summary>A warning about it.</summary>
    public LintMessage Warn(string id, string text) => new(LintSeverity.Warning, Path, $"{id}: {text}");

    /// <summary>Something to know about it.</summary>
    public LintMessage Note(string id, string text) => new(LintSeverity.Info, Path, $"{id}: {text}");

    /// <summary>All objects of rendered files that can be read, those of lists among them.</summary>
    public static IEnumerable<RenderedObject> ReadAll(IReadOnlyDictionary<string, byte[]> rendered) => rendered
        .Where(file => System.IO.Path.GetExtension(file.Key) is ".yaml" or ".yml")
        .OrderBy(file => file.Key, StringComparer.Ordinal)
        .SelectMany(file => ReadAll(file.Key, file.Value));

    /// <summary>All objects of a text that can be read, those of lists among them.</summary>
    public static IEnumerable<RenderedObject> ReadAll(string path, ReadOnlyMemory<byte> text)
    {
        foreach (var piece in YamlStream.Split(text, out _))
        {
            var content = LintDocument.ReadValueOrNil(piece);
            foreach (var one in content.TextAt("kind") is "List" ? content.ItemsAt("items") : [content])
            {
                if (one.AsMap is not null)
                {
                    yield return new(path, one);
                }
            }
        }
    }
}
