using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Secrets.Redaction;
using SecretsKit.Releases.Frozen;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Plans;

/// <summary>
/// What was decrypted and is in a plan. It is kept in the plan, so that whoever shows or applies it, without the files that it came from,
/// keeps the same out of messages.
/// </summary>
internal static class PlanSecrets
{
    /// <summary>The parts of a release's values that messages of this run do not show.</summary>
    /// <param name="release">Whose values.</param>
    /// <param name="known">What was decrypted.</param>
    public static IReadOnlyList<string> Of(Release release, RedactionScope known)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        if (release.Config is { } values && !known.IsEmpty)
        {
            Collect(Value.Of(values), known, found);
        }

        return [.. found];
    }

    /// <summary>Keeps the secrets of a plan out of messages.</summary>
    public static void Register(RedactionScope scope, FrozenPlan plan)
    {
        scope.Except(plan.Release.Name, plan.Namespace);
        foreach (var secret in plan.Secrets)
        {
            scope.Add(Encoding.UTF8.GetBytes(secret));
        }
    }

    private static void Collect(Value value, RedactionScope known, SortedSet<string> found)
    {
        foreach (var (_, item) in (value.AsMap ?? new()).Entries)
        {
            Collect(item, known, found);
        }

        foreach (var item in value.AsList is { } list ? list.Items : [])
        {
            Collect(item, known, found);
        }

        if (ScalarText.TryOf(value, out var text))
        {
            found.UnionWith(known.Find(text).Select(match => text[match.Start..match.End]));
        }
    }
}
