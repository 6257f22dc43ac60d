namespace SecretsKit.Charts.YamlLinting.Configuration;

/// <summary>The configurations that <c>extends</c> knows by name.</summary>
internal static class Presets
{
    private const string Default = """
        rules:
          anchors: enable
          braces: enable
          brackets: enable
          colons: enable
          commas: enable
          comments: {level: warning}
          comments-indentation: {level: warning}
          document-end: disable
          document-start: {level: warning}
          empty-lines: enable
          empty-values: disable
          float-values: disable
          hyphens: enable
          indentation: enable
          key-duplicates: enable
          key-ordering: disable
          line-length: enable
          new-line-at-end-of-file: enable
          new-lines: enable
          octal-values: disable
          quoted-strings: disable
          trailing-spaces: enable
          truthy: {level: warning}
        """;

    private const string Relaxed = """
        extends: default
        rules:
          braces: {level: warning, max-spaces-inside: 1}
          brackets: {level: warning, max-spaces-inside: 1}
          colons: {level: warning}
          commas: {level: warning}
          comments: disable
          comments-indentation: disable
          document-start: disable
          empty-lines: {level: warning}
          hyphens: {level: warning}
          indentation: {level: warning, indent-sequences: consistent}
          line-length: {level: warning, allow-non-breakable-inline-mappings: true}
          truthy: disable
        """;

    /// <summary>The text of a preset, or null.</summary>
    public static string? Find(string name) => name switch
    {
        "default" => Default,
        "relaxed" => Relaxed,
        _ => null,
    };
}
