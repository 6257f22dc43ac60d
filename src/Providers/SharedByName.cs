using System.Collections.Concurrent;

namespace SecretsKit.Providers;

/// <summary>What all share who ask with the same text, made for the first of them. Safe on all threads.</summary>
internal sealed class SharedByName<T>
    where T : class
{
    // A long-running agent sees identities come and go; those that are in use are made again.
    private const int Most = 1024;

    private readonly ConcurrentDictionary<string, T> _known = new(StringComparer.Ordinal);

    /// <summary>The one of a name.</summary>
    /// <param name="name">Says all that makes it another one. Never secret: of secrets a hash alone.</param>
    /// <param name="make">Makes it; may be called for nothing where several ask at once.</param>
    public T Get(string name, Func<T> make)
    {
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        return _known.GetOrAdd(name, static (_, create) => create(), make);
    }
}
