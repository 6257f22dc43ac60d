using SecretsKit.Charts.Values;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>
/// Secrets of encrypted files that come out in objects that everybody may read: containers are to get them
/// from a Secret (pipeline P-083). Names of values decide what is a secret, since files are usually
/// encrypted whole. Values are never quoted.
/// </summary>
internal static class LeakedSecrets
{
    private const string Id = "K-083";

    // Shorter ones turn up anywhere.
    private const int ShortestSecret = 8;

    public static AdviceRule Rule { get; } = new(Id, "an encrypted secret is rendered into something other than a Secret") { Find = Find };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        foreach (var (name, secret) in subject.Files.Where(file => file.IsSecret)
            .SelectMany(file => file.Values is { } values ? NamedSecrets.In(values) : NamedSecrets.In(file.Text))
            .Where(found => found.Secret.Length >= ShortestSecret))
        {
            foreach (var item in subject.Objects.Where(item => item.Kind != "Secret" && Holds(item.Content, secret)))
            {
                yield return item.Warn(
                    Id, $"{item.Title} shows the encrypted value {name}; put it into a Secret and refer to that, as with secretKeyRef");
            }
        }
    }

    private static bool Holds(Value value, byte[] secret)
    {
        if (value.AsMap is { } map)
        {
            return map.SortedKeys.ToArray().Any(key => Holds(map[key], secret));
        }

        return value.AsList is { } list
            ? list.Items.ToArray().Any(item => Holds(item, secret))
            : value.IsString && value.StringBytes.AsSpan().IndexOf(secret) >= 0;
    }
}
