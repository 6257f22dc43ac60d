using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Processes;

/// <summary>
/// Ends a child of ours and its descendants: politely first, so that editors and gpg put terminal and locks in order, then by force.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe class ProcessTree
{
    private const int Terminate = 15;
    private const int KillAtOnce = 9;
    private const int PoliteMilliseconds = 2000;
    private const int StepMilliseconds = 10;

    private static int Stop => OperatingSystem.IsLinux() ? 19 : 17;

    private static int Continue => OperatingSystem.IsLinux() ? 18 : 19;

    /// <summary>
    /// Returns when the child is gone and its status taken. Must not be called after its status was taken: the number may be another's.
    /// </summary>
    internal static void End(int process, Descriptor? descriptor)
    {
        var members = Freeze(process, []);
        Send(process, members, Terminate);
        Send(process, members, Continue);
        AwaitEnd(process, descriptor, members);
        members = Freeze(process, members);
        Send(process, members, KillAtOnce);
        AwaitEnd(process, descriptor, members);
        int status;
        while (Libc.WaitPid(process, &status, 0) < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted)
        {
        }
    }

    /// <summary>
    /// Stops the child and all its descendants, so that none starts another while we look. <paramref name="known"/> may have lost their
    /// parents.
    /// </summary>
    private static List<Member> Freeze(int process, List<Member> known)
    {
        _ = Libc.Kill(process, Stop);
        Signal(known, Stop);
        var members = known.FindAll(static member => IsAlive(member));
        for (var before = -1; before != members.Count;)
        {
            before = members.Count;
            foreach (var member in Descendants(process, members))
            {
                _ = Libc.Kill(member.Process, Stop);
                members.Add(member);
            }
        }

        return members;
    }

    private static void Send(int process, List<Member> members, int signal)
    {
        _ = Libc.Kill(process, signal);
        Signal(members, signal);
    }

    private static void AwaitEnd(int process, Descriptor? descriptor, List<Member> others)
    {
        var ended = false;
        for (var waited = 0; waited < PoliteMilliseconds; waited += StepMilliseconds)
        {
            // An ended child would wake the poll at once: from then on it only measures time.
            var entry = new PollEntry { Descriptor = ended ? -1 : descriptor?.Number ?? -1, Wanted = 1 };
            ended |= Libc.Poll(&entry, 1, StepMilliseconds) > 0 || (descriptor is null && Read(process) is null);
            if (ended && others.TrueForAll(static member => !IsAlive(member)))
            {
                return;
            }
        }
    }

    private static void Signal(List<Member> members, int signal)
    {
        foreach (var member in members)
        {
            if (IsAlive(member))
            {
                _ = Libc.Kill(member.Process, signal);
            }
        }
    }

    /// <summary>The start time tells a member from a later process with the same number; its parent may have changed.</summary>
    private static bool IsAlive(Member member) => Read(member.Process) is { } now && now.Started == member.Started;

    /// <summary>
    /// Living descendants that are not known yet, as /proc shows them; none on systems without it, where the child alone is ended.
    /// </summary>
    private static List<Member> Descendants(int ancestor, List<Member> known)
    {
        var found = new List<Member>();
        if (!Directory.Exists("/proc/self"))
        {
            return found;
        }

        var all = new List<Member>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && Read(process) is { } member)
            {
                all.Add(member);
            }
        }

        var family = new HashSet<int> { ancestor };
        family.UnionWith(known.ConvertAll(static member => member.Process));
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var member in all)
            {
                if (family.Contains(member.Parent) && family.Add(member.Process))
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
