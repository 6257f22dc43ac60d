using SecretsKit.Core.Text.Regexp;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Stores.Values;

/// <summary>Which names a search finds.</summary>
public static class SecretNames
{
    /// <summary>A test for names.</summary>
    /// <param name="search">Its name is a regular expression of RE2, which may match anywhere; an empty one matches all.</param>
    /// <param name="provider">For messages.</param>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: it is no regular expression.</exception>
    public static Func<string, bool> Matching(SecretSearch search, string provider)
    {
        ArgumentNullException.ThrowIfNull(search);
        if (search.Name.Length == 0)
        {
            return static _ => true;
        }

        return Re2.TryCompile(search.Name, out var expression, out var error)
            ? expression.IsMatch
            : throw new ProviderException(
                new(ProviderFault.InvalidSettings, provider, "find", search.Name),
                $"could not compile find.name.regexp [{search.Name}]: {error}");
    }

    /// <summary>Whether tags have all that a search asks for.</summary>
    public static bool HaveTags(SecretSearch search, IReadOnlyDictionary<string, string> tags)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentNullException.ThrowIfNull(tags);
        return search.Tags is not { } wanted || wanted.All(tag => tags.TryGetValue(tag.Key, out var value) && value == tag.Value);
    }
}
