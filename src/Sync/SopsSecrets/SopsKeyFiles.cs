using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Providers.Age;
using SecretsKit.Sync.Sources;

namespace SecretsKit.Sync.SopsSecrets;

/// <summary>
/// Age identities in the keys of a Secret: <c>NAMESPACE.agekey</c> serves that namespace alone, <c>all-namespaces.agekey</c> all of them.
/// Whoever may write in a namespace can have everything decrypted there that its keys open: hence keys by namespace. A file that holds no
/// identities gives none. They can be replaced while they are used: rings that were handed out have the new ones then. Owns them. Safe on
/// all threads.
/// </summary>
/// <param name="place">Where they are from, for messages.</param>
internal sealed class SopsKeyFiles(string place) : IDisposable
{
    private const string Suffix = ".agekey";
    private const string Shared = "all-namespaces" + Suffix;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ReplaceableAgeIdentities> _files = new(StringComparer.Ordinal);
    private IReadOnlyList<string> _names = [];

    /// <summary>The files that hold identities, in order.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_lock)
            {
                return _names;
            }
        }
    }

    /// <summary>Takes the keys of a Secret in the place of the present ones.</summary>
    /// <param name="secret">The Secret; null for none. Lent.</param>
    public void Replace(MapValue? secret)
    {
        var found = new SortedDictionary<string, IReadOnlyList<AgeIdentity>>(StringComparer.Ordinal);
        foreach (var (name, value) in secret is null ? [] : SecretData.Read(secret).Entries)
        {
            if (name.EndsWith(Suffix, StringComparison.Ordinal) && Identities(value.Bytes.Span) is { } identities)
            {
                found[name] = identities;
            }
        }

        lock (_lock)
        {
            foreach (var name in _files.Keys.Union(found.Keys).ToList())
            {
                FileOf(name).Replace(found.GetValueOrDefault(name) ?? []);
            }

            _names = [.. found.Keys];
        }
    }

    /// <summary>The keys that serve a namespace.</summary>
    public KeyRing For(string ns, RandomFill random, TimeProvider clock) => Ring([$"{ns}{Suffix}", Shared], random, clock);

    /// <summary>All keys: for a Secret that is in the namespace itself.</summary>
    public KeyRing All(RandomFill random, TimeProvider clock) => Ring(Names, random, clock);

    /// <summary>Wipes them, once nothing uses them any more.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var file in _files.Values)
            {
                file.Dispose();
            }
        }
    }

    /// <summary>The names of the files, never what they hold.</summary>
    public override string ToString() => $"SopsKeyFiles({string.Join(", ", Names)})";

    private KeyRing Ring(IEnumerable<string> names, RandomFill random, TimeProvider clock)
    {
        lock (_lock)
        {
            return new(
                new([.. names.Select(name => new AgeKeyService(FileOf(name), null, random))], clock: clock), random, clock);
        }
    }

    private ReplaceableAgeIdentities FileOf(string name)
    {
        if (!_files.TryGetValue(name, out var file))
        {
            _files[name] = file = new($"{name} of {place}", []);
        }

        return file;
    }

    private static IReadOnlyList<AgeIdentity>? Identities(ReadOnlySpan<byte> text)
    {
        try
        {
            return AgeIdentityFile.Parse(text);
        }
        catch (AgeException)
        {
            return null;
        }
    }
}
