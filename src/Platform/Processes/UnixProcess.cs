using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Processes;

/// <summary>
/// One child process, from <c>posix_spawn</c> to <c>waitpid</c>. Own code instead of the base library's,
/// which cannot tell a signal from a status, cannot pass bytes in variables, and waits for ever when a daemon keeps a pipe.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed unsafe class UnixProcess : IDisposable
{
    private const int BrokenPipeSignal = 13;
    private readonly int _process;
    private readonly Descriptor? _input;
    private readonly Descriptor? _output;
    private readonly Descriptor? _error;

    private UnixProcess(int process, Descriptor? input, Descriptor? output, Descriptor? error)
    {
        _process = process;
        _input = input;
        _output = output;
        _error = error;
    }

    /// <summary>Our end of its standard input, not blocking; null if that is no pipe.</summary>
    internal Descriptor? Input => _input;

    /// <summary>Our end of its standard output, not blocking; null if that is no pipe.</summary>
    internal Descriptor? Output => _output;

    internal static ProcessResult Run(string path, ProcessRequest request, CancellationToken cancellationToken)
    {
        using var terminal = request.InputFrom == StreamRoute.Inherit ? TerminalState.Save() : null;
        using var process = Start(path, request);
        var output = new CaptureBuffer();
        var error = new CaptureBuffer();
        try
        {
            var pump = new ProcessPump(process._process, process._input, process._output, process._error);
            var status = pump.Run(request, output, error, cancellationToken);
            var exited = (status & 0x7f) == 0;
            if (exited)
            {
                // A program that ended by itself leaves the terminal as it wants it (stty is one).
                terminal?.Keep();
            }

            return new ProcessResult(exited ? (status >> 8) & 0xff : -1, exited ? null : status & 0x7f, output, error);
        }
        catch
        {
            output.Dispose();
            error.Dispose();
            throw;
        }
    }

    /// <summary>The child's number, which is its own until its status is taken.</summary>
    internal int Number => _process;

    public void Dispose()
    {
        _input?.Dispose();
        _output?.Dispose();
        _error?.Dispose();
    }

    /// <summary>Starts a child. The caller takes its status.</summary>
    internal static UnixProcess Start(string path, ProcessRequest request)
    {
        var input = request.InputFrom == StreamRoute.Pipe ? Descriptor.Pipe() : default;
        var output = request.OutputTo == StreamRoute.Pipe ? Descriptor.Pipe() : default;
        var error = request.ErrorTo == StreamRoute.Pipe ? Descriptor.Pipe() : default;
        var files = Duplicate(request.Files);
        var actions = stackalloc byte[PosixSpawn.ObjectSize];
        var attributes = stackalloc byte[PosixSpawn.ObjectSize];
        Require(PosixSpawn.ActionsInit(actions), request);
        Require(PosixSpawn.AttributesInit(attributes), request);
        try
        {
            Redirect(actions, 0, request.InputFrom, input.Read, request);
            Redirect(actions, 1, request.OutputTo, output.Write, request);
            Redirect(actions, 2, request.ErrorTo, error.Write, request);
            HandOverFiles(actions, files, request);
            HandOverFolders(actions, request);
            if (!request.StaysInFolder)
            {
                Require(PosixSpawn.ActionsAddChangeDirectory(actions, request.Environment.WorkingDirectory), request);
            }

            ResetSignals(attributes, request);
            var process = Spawn(path, request, actions, attributes);
            input.Write?.MakeNonBlocking();
            output.Read?.MakeNonBlocking();
            error.Read?.MakeNonBlocking();
            return new UnixProcess(process, input.Write, output.Read, error.Read);
        }
        catch
        {
            input.Write?.Dispose();
            output.Read?.Dispose();
            error.Read?.Dispose();
            throw;
        }
        finally
        {
            input.Read?.Dispose();
            output.Write?.Dispose();
            error.Write?.Dispose();
            files.ForEach(static file => file.Dispose());
            _ = PosixSpawn.ActionsDestroy(actions);
            _ = PosixSpawn.AttributesDestroy(attributes);
        }
    }

    private static int Spawn(string path, ProcessRequest request, byte* actions, byte* attributes)
    {
        using var arguments = StringTable.Arguments(request.Program, request.Arguments);
        using var variables = request.VariableTable();
        var file = Marshal.StringToCoTaskMemUTF8(path);
        try
        {
            int process;
            Require(PosixSpawn.Spawn(&process, (byte*)file, actions, attributes, arguments.Pointer, variables.Pointer), request);
            return process;
        }
        finally
        {
            Marshal.FreeCoTaskMem(file);
        }
    }

    private static void Redirect(byte* actions, int stream, StreamRoute kind, Descriptor? pipe, ProcessRequest request)
    {
        const int ReadWrite = 2;
        switch (kind)
        {
            case StreamRoute.Pipe:
                Require(PosixSpawn.ActionsAddDuplicate(actions, pipe!.Number, stream), request);
                break;
            case StreamRoute.Null:
                Require(PosixSpawn.ActionsAddOpen(actions, stream, "/dev/null", ReadWrite, 0), request);
                break;
            case StreamRoute.Inherit:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }

    /// <summary>Copies with high numbers, so that none has a number that another is to get.</summary>
    private static List<Descriptor> Duplicate(IReadOnlyList<MemoryFile> files)
    {
        var copies = new List<Descriptor>(files.Count);
        if (OperatingSystem.IsLinux())
        {
            foreach (var file in files)
            {
                copies.Add(Descriptor.Duplicate(file.Number, atLeast: 64 + files.Count));
            }
        }

        return copies;
    }

    private static void HandOverFiles(byte* actions, List<Descriptor> files, ProcessRequest request)
    {
        const int First = 3;
        for (var i = 0; i < files.Count; i++)
        {
            Require(PosixSpawn.ActionsAddDuplicate(actions, files[i].Number, First + i), request);
        }
    }

    /// <summary>With high numbers, which scripts do not use for their own files.</summary>
    private static void HandOverFolders(byte* actions, ProcessRequest request)
    {
        const int First = 200;
        for (var i = 0; i < request.Uses.Count; i++)
        {
            if (request.Uses[i].Holder is >= 0 and var number)
            {
                Require(PosixSpawn.ActionsAddDuplicate(actions, number, First + i), request);
            }
        }
    }

    /// <summary>The runtime ignores SIGPIPE, and what is ignored stays so in a child, where it would break every <c>| head</c>.</summary>
    private static void ResetSignals(byte* attributes, ProcessRequest request)
    {
        var set = stackalloc byte[128];
        Require(PosixSpawn.SignalSetEmpty(set), request);
        Require(PosixSpawn.AttributesSetSignalMask(attributes, set), request);
        Require(PosixSpawn.SignalSetAdd(set, BrokenPipeSignal), request);
        Require(PosixSpawn.AttributesSetSignalDefaults(attributes, set), request);
        Require(PosixSpawn.AttributesSetFlags(attributes, PosixSpawn.SetSignalDefaults | PosixSpawn.SetSignalMask), request);
    }

    /// <summary>What the system's answer to starting a program means.</summary>
    internal static ProcessStartException NotStarted(int error, ProcessRequest request)
    {
        var failure = error switch
        {
            Errno.NoEntry => ProcessStartFailure.NotFound,
            Errno.AccessDenied or Errno.NotPermitted => ProcessStartFailure.NotExecutable,
            _ => ProcessStartFailure.Refused,
        };
        return new ProcessStartException(failure, request.Program, $"fork/exec {request.Program}: {Errno.Describe(error)}")
        {
            Hint = error == Errno.TooBig
                ? "one variable holds 128 KiB at most, all of them and the arguments about 2 MiB: hand large values over in a file"
                : null,
        };
    }

    private static void Require(int error, ProcessRequest request)
    {
        if (error != 0)
        {
            throw NotStarted(error, request);
        }
    }
}
