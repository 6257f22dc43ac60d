using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Targets;

/// <summary>
/// Whether equal values give an equal target: no generator, no template that is in another object, and none that may use the time or
/// randomness. Others are rendered at each refresh, as the reference does.
/// </summary>
internal static class RepeatableTemplates
{
    // Parts of the names of functions that give another result each time: a template that has one of these words for another reason is
    // rendered once more often than it had to be.
    private static readonly string[] Words =
        ["rand", "now", "gen", "uuid", "bcrypt", "htpasswd", "shuffle", "ago", "encrypt", "pkcs12", "date"];

    /// <summary>Whether it is so for a mapping.</summary>
    public static bool AreIn(ExternalSecret mapping)
    {
        if (mapping.DataFrom.Any(row => row.Generator is not null || row.Rewrites.Any(rewrite => rewrite.Has("transform"))))
        {
            return false;
        }

        if (mapping.Target.Template is not { } template)
        {
            return true;
        }

        var texts = template.Data.Values.Concat(template.Labels.Values).Concat(template.Annotations.Values)
            .Concat(template.From.Select(source => source.Literal ?? ""));
        return template.From.All(source => source.Objects.Count == 0)
            && !texts.Any(text => Words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }
}
