using System.Security.Cryptography;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Secrets.Redaction;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Cli.Syncing;

/// <summary>
/// Keeps what was read from stores out of failures: those of templates could quote it. Names of manifests and keys stay, even where a
/// value, such as the name of a user, is the same word: who reads the failure has them before his eyes. A value that comes again and again,
/// as in a watch, counts once. Safe on all threads.
/// </summary>
internal sealed class LearnedValues : IDisposable
{
    private const int LongestName = 32;

    private readonly RedactionScope _redaction = new();
    private readonly Lock _lock = new();
    private readonly HashSet<string> _digests = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Names that failures may show, though a value is one of them or a part of one.</summary>
    public void Keep(IEnumerable<string> names)
    {
        lock (_lock)
        {
            _names.UnionWith(names);
        }
    }

    /// <summary>No failure shows these values.</summary>
    public void Add(SecretMap values)
    {
        lock (_lock)
        {
            foreach (var (_, value) in values.Entries)
            {
                if (!IsName(value) && _digests.Add(Convert.ToHexString(SHA256.HashData(value.Bytes.Span))))
                {
                    _redaction.Add(value.Bytes.Span);
                }
            }
        }
    }

    // Only what may be the name of a user or of a database; passwords are no part of a name.
    private bool IsName(SecretValue value) => value.Bytes.Length is > 0 and <= LongestName && !value.Bytes.Span.Contains((byte)'\n')
        && value.RevealText() is var text && _names.Any(name => name.Contains(text, StringComparison.Ordinal));

    /// <summary>A text without values.</summary>
    public string Cleared(string text) => _redaction.IsEmpty ? text : _redaction.Redact(text);

    /// <summary>A failure without values. Those of mappings keep their cause inside, and the advice with it.</summary>
    public SecretsKitException Cleared(SecretsKitException failure) => failure is DataKeyUnrecoverableException
        ? failure
        : new(failure.Code, Cleared(failure.Message)) { Hint = failure.NearestHint is { } hint ? Cleared(hint) : null };

    /// <inheritdoc/>
    public void Dispose() => _redaction.Dispose();
}
