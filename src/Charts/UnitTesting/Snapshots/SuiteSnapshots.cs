using SecretsKit.Core.Documents;
using SecretsKit.Platform;

namespace SecretsKit.Charts.UnitTesting.Snapshots;

/// <summary>The snapshots of one suite while it runs.</summary>
internal sealed class SuiteSnapshots
{
    private readonly HostEnvironment _environment;
    private readonly string _path;
    private readonly SortedDictionary<string, SortedDictionary<int, string>> _stored;
    private readonly SortedDictionary<string, SortedDictionary<int, string>> _current = new(StringComparer.Ordinal);
    private readonly HashSet<string> _complete = new(StringComparer.Ordinal);

    /// <summary>Reads what is stored.</summary>
    /// <param name="environment">Resolves the path.</param>
    /// <param name="path">Of the file.</param>
    /// <param name="updates">Whether what differs is stored anew.</param>
    /// <exception cref="DocumentException">The file is no YAML.</exception>
    public SuiteSnapshots(HostEnvironment environment, string path, bool updates) =>
        (_environment, _path, Updates, _stored) = (environment, path, updates, SnapshotFile.Read(environment, path));

    /// <summary>Whether what differs is stored anew.</summary>
    public bool Updates { get; }

    /// <summary>Comparisons so far.</summary>
    public int Compared { get; private set; }

    /// <summary>Those that differ.</summary>
    public int Failed { get; private set; }

    /// <summary>The snapshots of a test.</summary>
    public TestSnapshots Of(string test) => new(this, test);

    /// <summary>Says that a test ran to its end: entries that it did not ask for are of no use any more.</summary>
    public void Complete(string test) => _complete.Add(test);

    /// <summary>Writes the file if anything in it is other than before. Entries of tests that did not run to their end are kept.</summary>
    /// <param name="names">Names of the suite's tests; entries of others go.</param>
    /// <exception cref="Core.Errors.SecretsKitException">It cannot be written.</exception>
    public void Store(IReadOnlyCollection<string> names)
    {
        foreach (var (name, entries) in _stored)
        {
            if (names.Contains(name) && !_complete.Contains(name))
            {
                var current = EntriesOf(name);
                foreach (var (index, content) in entries)
                {
                    current.TryAdd(index, content);
                }
            }
        }

        if (!AreEqual(_current, _stored))
        {
            SnapshotFile.Write(_environment, _path, _current);
        }
    }

    /// <summary>Compares, and keeps what is to be stored.</summary>
    internal SnapshotComparison Compare(string test, int index, string content)
    {
        Compared++;
        var cached = _stored.TryGetValue(test, out var entries) ? entries.GetValueOrDefault(index) : null;
        var isSame = cached is null || cached == content || Updates;
        Failed += isSame ? 0 : 1;
        EntriesOf(test)[index] = isSame ? content : cached!;
        return new(index, isSame, isSame ? content : cached!, content);
    }

    private SortedDictionary<int, string> EntriesOf(string test) => _current.TryGetValue(test, out var own) ? own : _current[test] = [];

    private static bool AreEqual(
        SortedDictionary<string, SortedDictionary<int, string>> one, SortedDictionary<string, SortedDictionary<int, string>> other) =>
        one.Count == other.Count
        && one.All(entry => other.TryGetValue(entry.Key, out var inner) && entry.Value.SequenceEqual(inner));
}
