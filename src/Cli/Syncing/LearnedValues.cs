using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Secrets.Redaction;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Cli.Syncing;

/// <summary>
/// Keeps what was read from stores out of messages. A value that comes again and again, as in a watch, counts once. Safe on all threads.
/// </summary>
/// <param name="redaction">Of the run.</param>
internal sealed class LearnedValues(RedactionScope redaction)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _digests = new(StringComparer.Ordinal);

    /// <summary>No message shows these values; their keys are no secrets, even where a value is the same word.</summary>
    public void Add(SecretMap values)
    {
        Open(values.Names);
        lock (_lock)
        {
            foreach (var (_, value) in values.Entries)
            {
                if (_digests.Add(Convert.ToHexString(SHA256.HashData(value.Bytes.Span))))
                {
                    redaction.Add(value.Bytes.Span);
                }
            }
        }
    }

    /// <summary>These texts are no secrets.</summary>
    public void Open(IEnumerable<string> names)
    {
        lock (_lock)
        {
            var added = names.Where(name => name.Length > 0 && _names.Add(name)).ToList();
            if (added.Count > 0)
            {
                redaction.Except(added);
                foreach (var name in added)
                {
                    _digests.Add(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))));
                }
            }
        }
    }
}
