using System.Collections.Concurrent;
using SecretsKit.Sync.Caching;

namespace SecretsKit.Sync.Observing;

/// <summary>The last warning about each object, as its event says it. Safe on all threads.</summary>
internal sealed class LastWarnings
{
    private const int Most = 2000;
    private const int MaxLength = 400;

    private readonly ConcurrentDictionary<(string Kind, ObjectKey Key), string> _messages = new();

    /// <summary>Takes what was said about an object; empty for something good. Beyond 2000 objects, others are not kept.</summary>
    public void Take(string kind, ObjectKey key, string warning)
    {
        if (warning.Length == 0)
        {
            _messages.TryRemove((kind, key), out _);
        }
        else if (_messages.Count < Most || _messages.ContainsKey((kind, key)))
        {
            _messages[(kind, key)] = warning.Length > MaxLength ? warning[..MaxLength] + "..." : warning;
        }
    }

    /// <summary>The last warning; empty if something good came after it, or if there was none.</summary>
    public string Of(string kind, ObjectKey key) => _messages.GetValueOrDefault((kind, key), "");

    /// <summary>Forgets an object that is gone.</summary>
    public void Forget(string kind, ObjectKey key) => _messages.TryRemove((kind, key), out _);
}
