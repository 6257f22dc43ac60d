using System.Globalization;
using System.Runtime.Versioning;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Processes;

/// <summary>Ends a child of ours and its descendants: politely first, so that editors and gpg put terminal and locks in order, then by force.</summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe class ProcessTree
{
    private const int Terminate = 15;
    private const int KillAtOnce = 9;
    private const int PoliteMilliseconds = 2000;
    private const int StepMilliseconds = 10;

    /// <summary>Returns when the child is gone and its status taken. Must not be called after its status was taken: the number may be another's.</summary>
    internal static void End(int process, Descriptor? descriptor)
    {
        var polite = Descendants(process);
        _ = Libc.Kill(process, Terminate);
        Signal(polite, Terminate);
        AwaitEnd(process, descriptor, polite);
        Signal(polite, KillAtOnce);
        Signal(Descendants(process), KillAtOnce);
        _ = Libc.Kill(process, KillAtOnce);
        int status;
        while (Libc.WaitPid(process, &status, 0) < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Errno.Interrupted)
        {
        }
    }

    private static void AwaitEnd(int process, Descriptor? descriptor, List<Member> others)
    {
        for (var waited = 0; waited < PoliteMilliseconds; waited += StepMilliseconds)
        {
            var entry = new PollEntry { Descriptor = descriptor?.Number ?? -1, Wanted = 1 };
            var childEnded = Libc.Poll(&entry, 1, StepMilliseconds) > 0 || (descriptor is null && Read(process) is null);
            if (childEnded && others.TrueForAll(static member => Read(member.Process) != member))
            {
                return;
            }
        }
    }

    private static void Signal(List<Member> members, int signal)
    {
        foreach (var member in members)
        {
            // The start time tells a member from a later process with the same number.
            if (Read(member.Process) == member)
            {
                _ = Libc.Kill(member.Process, signal);
            }
        }
    }

    /// <summary>All living descendants, as /proc shows them; none on systems without it, where the child alone is ended.</summary>
    private static List<Member> Descendants(int ancestor)
    {
        var found = new List<Member>();
        if (!Directory.Exists("/proc/self"))
        {
            return found;
        }

        var all = new List<Member>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var process) && Read(process) is { } member)
            {
                all.Add(member);
            }
        }

        var parents = new HashSet<int> { ancestor };
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var member in all)
            {
                if (parents.Contains(member.Parent) && parents.Add(member.Process))
                {
                    found.Add(member);
                    grown = true;
                }
            }
        }

        return found;
    }

    private static Member? Read(int process)
    {
        string line;
        try
        {
            line = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
        }
        catch (IOException)
        {
            return null; // It ended between two looks.
        }
        catch (UnauthorizedAccessException)
        {
            return null; // Not ours, so not a descendant that we may end.
        }

        // The name in parentheses may hold anything; the fields after it are state, parent, ..., and the start time is the twentieth.
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        var dead = fields[0] is "Z" or "X";
        return dead ? null : new Member(process, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[19]);
    }

    private readonly record struct Member(int Process, int Parent, string Started);
}
