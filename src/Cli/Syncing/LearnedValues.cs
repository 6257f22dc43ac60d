using System.Security.Cryptography;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Secrets.Redaction;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Cli.Syncing;

/// <summary>
/// Keeps what was read from stores out of failures: those of templates could quote it. Names of manifests and keys are our own text, and
/// stay, even where a value is the same word. A value that comes again and again, as in a watch, counts once. Safe on all threads.
/// </summary>
internal sealed class LearnedValues : IDisposable
{
    private readonly RedactionScope _redaction = new();
    private readonly Lock _lock = new();
    private readonly HashSet<string> _digests = new(StringComparer.Ordinal);

    /// <summary>No failure shows these values.</summary>
    public void Add(SecretMap values)
    {
        lock (_lock)
        {
            foreach (var (_, value) in values.Entries)
            {
                if (_digests.Add(Convert.ToHexString(SHA256.HashData(value.Bytes.Span))))
                {
                    _redaction.Add(value.Bytes.Span);
                }
            }
        }
    }

    /// <summary>A text without values.</summary>
    public string Cleared(string text) => _redaction.IsEmpty ? text : _redaction.Redact(text);

    /// <summary>A failure without values. Those of mappings keep their cause inside, and the advice with it.</summary>
    public SecretsKitException Cleared(SecretsKitException failure) => failure is DataKeyUnrecoverableException
        ? failure
        : new(failure.Code, Cleared(failure.Message)) { Hint = failure.NearestHint is { } hint ? Cleared(hint) : null };

    /// <inheritdoc/>
    public void Dispose() => _redaction.Dispose();
}
