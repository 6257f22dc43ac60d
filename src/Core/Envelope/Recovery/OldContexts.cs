using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Recovery;

/// <summary>
/// Before version 3.3.0 a key of AWS KMS with several pairs in its encryption context was wrapped with the value of one pair, whichever it
/// was, for all of them (spec sops.md 5.3). Such a file opens with one of these contexts.
/// </summary>
internal static class OldContexts
{
    private static readonly FormatVersion Fixed = new(3, 3, 0);

    /// <summary>The metadata with each of the contexts that the first such key may have been wrapped with; none for other files.</summary>
    public static IEnumerable<DocumentMetadata> Variants(DocumentMetadata metadata)
    {
        if (!IsOld(metadata.Version))
        {
            yield break;
        }

        foreach (var group in metadata.KeyGroups)
        {
            foreach (var wrapped in group.Keys)
            {
                if (wrapped.Key is AwsKmsMasterKey key && key.Context.Pairs.Select(pair => pair.Value).Distinct().Count() > 1)
                {
                    foreach (var value in key.Context.Pairs.Select(pair => pair.Value).Distinct())
                    {
                        var context = new EncryptionContext(key.Context.Pairs.Select(pair => KeyValuePair.Create(pair.Key, value)));
                        yield return Replaced(metadata, wrapped, wrapped with { Key = key with { Context = context } });
                    }

                    yield break;
                }
            }
        }
    }

    private static bool IsOld(string version)
    {
        try
        {
            return FormatVersion.Parse(version).CompareTo(Fixed) < 0;
        }
        catch (SecretsKitException)
        {
            return false;
        }
    }

    private static DocumentMetadata Replaced(DocumentMetadata metadata, WrappedKey old, WrappedKey made) => metadata with
    {
        KeyGroups =
        [
            .. metadata.KeyGroups.Select(group =>
                new WrappedKeyGroup([.. group.Keys.Select(key => ReferenceEquals(key, old) ? made : key)])),
        ],
    };
}
