using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Repository.Config;

/// <summary>Recipients named on the command line or by variables: then the keys of <c>.sops.yaml</c> do not count.</summary>
/// <param name="Lists">Comma lists by type of key.</param>
public sealed record RecipientChoice(IReadOnlyList<KeyValuePair<KeyType, string>> Lists)
{
    /// <summary>What each wrap with an AWS key is bound to. Default nothing.</summary>
    public EncryptionContext Context { get; init; } = EncryptionContext.Empty;

    /// <summary>The profile of AWS keys; empty, which is the default, for the usual credentials.</summary>
    public string Profile { get; init; } = "";

    /// <summary>No one is named.</summary>
    public static RecipientChoice None { get; } = new([]);

    /// <summary>age recipients.</summary>
    public static RecipientChoice OfAge(params IEnumerable<string> recipients) =>
        new([KeyValuePair.Create(KeyType.Age, string.Join(',', recipients))]);

    /// <summary>Whether no one is named.</summary>
    public bool IsEmpty => Lists.All(list => list.Value.Length == 0);

    /// <summary>The one group that they make; who is named twice counts once.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">A recipient is malformed.</exception>
    public KeyGroup ToGroup() => new KeyGroup(
        [.. Lists.SelectMany(list => MasterKeyText.Parse(list.Key, list.Value, Context, Profile))]).WithoutDuplicates();
}
