using System.Text;
using System.Text.RegularExpressions;

namespace SecretsKit.Integration.Safety;

/// <summary>Bytes that left a process: where to, and how.</summary>
/// <param name="Process">Whose call it was.</param>
/// <param name="Call">The system call.</param>
/// <param name="Descriptor">The number written to; -1 for calls without one.</param>
/// <param name="Target">What the descriptor is: a path, <c>pipe:[1]</c>, <c>/memfd:...</c>, <c>socket:[1]</c>.</param>
/// <param name="Line">All of the call's text with escapes undone, so also its paths, arguments and variables.</param>
internal sealed record TracedCall(int Process, string Call, int Descriptor, string Target, byte[] Line);

/// <summary>What strace saw of a command and its children.</summary>
internal sealed partial class SystemCallTrace
{
    private const string Calls =
        "write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendmmsg,execve,execveat,%file,connect,bind,splice,tee,vmsplice,sendfile," +
        "copy_file_range,mmap,memfd_create,ftruncate,setxattr,fsetxattr,prctl,process_vm_writev,dup,fcntl,mq_timedsend,add_key";

    private SystemCallTrace(IReadOnlyList<TracedCall> calls) => All = calls;

    public IReadOnlyList<TracedCall> All { get; }

    /// <summary>Runs a program under strace.</summary>
    public static async Task<(BenchRun Run, SystemCallTrace Trace)> RunAsync(
        Workbench bench, ReadOnlyMemory<byte> input, string program, params string[] arguments)
    {
        var log = Path.Combine(bench.Home, "trace");
        // -y names what a descriptor is, -v shows all variables, and -s must be longer than any write.
        var run = await bench.RunWithInputAsync(
            input, "strace",
                ["-f", "-qq", "-y", "-v", "-s", "1000000", "-o", log, "-e", $"trace={Calls}", "-e", "signal=none", program, .. arguments]);
        var trace = new SystemCallTrace(Parse(await File.ReadAllLinesAsync(log, Encoding.Latin1)));
        File.Delete(log);
        Assert.Contains(trace.All, call => call.Call == "execve");
        return (run, trace);
    }

    private static List<TracedCall> Parse(IEnumerable<string> lines)
    {
        var calls = new List<TracedCall>();
        foreach (var line in lines)
        {
            // The rest of an interrupted call holds only what it returned.
            if (line.Contains("<... ", StringComparison.Ordinal) || Shape().Match(line) is not { Success: true } match)
            {
                continue;
            }

            var onDescriptor = match.Groups[3].Success;
            calls.Add(new(
                int.Parse(match.Groups[1].Value),
                match.Groups[2].Value,
                onDescriptor ? int.Parse(match.Groups[3].Value) : -1,
                onDescriptor ? Encoding.Latin1.GetString(Unescape(match.Groups[4].Value)) : "",
                Unescape(line)));
        }

        return calls;
    }

    /// <summary>The escapes of C, of which strace uses the named ones and octal numbers.</summary>
    private static byte[] Unescape(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                bytes.Add((byte)text[i]);
                continue;
            }

            i++;
            if (text[i] is >= '0' and <= '7')
            {
                var value = 0;
                var end = Math.Min(text.Length, i + 3);
                for (; i < end && text[i] is >= '0' and <= '7'; i++)
                {
                    value = (value * 8) + text[i] - '0';
                }

                i--;
                bytes.Add((byte)value);
                continue;
            }

            bytes.Add(
                text[i] switch { 'n' => (byte)'\n', 't' => (byte)'\t', 'r' => (byte)'\r', 'v' => 11, 'f' => 12, var other => (byte)other });
        }

        return [.. bytes];
    }

    [GeneratedRegex(@"^(\d+) +([a-z_0-9]+)\((?:(\d+)<((?:[^<>]|<[^<>]*>)*)>)?")]
    private static partial Regex Shape();
}
