using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Processes;

/// <summary>The base library's child processes, for Windows: no signals there, and variables are text.</summary>
[SupportedOSPlatform("windows")]
internal static class ManagedProcess
{
    internal static async ValueTask<ProcessResult> RunAsync(string path, ProcessRequest request, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = Describe(path, request) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new ProcessStartException(ProcessStartFailure.Refused, request.Program, $"fork/exec {request.Program}: {e.Message}");
        }

        var output = new CaptureBuffer();
        var error = new CaptureBuffer();
        var done = false;
        try
        {
            await Task.WhenAll(
                FeedAsync(process, request, cancellationToken),
                DrainAsync(
                    process,
                    request.OutputTo,
                    process.StartInfo.RedirectStandardOutput ? process.StandardOutput.BaseStream : null,
                    output,
                    request,
                    cancellationToken),
                DrainAsync(
                    process,
                    request.ErrorTo,
                    process.StartInfo.RedirectStandardError ? process.StandardError.BaseStream : null,
                    error,
                    request,
                    cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            done = true;
            return new ProcessResult(process.ExitCode, null, output, error);
        }
        finally
        {
            if (!done)
            {
                process.Kill(entireProcessTree: true);
                output.Dispose();
                error.Dispose();
            }
        }
    }

    internal static ProcessStartInfo Describe(string path, ProcessRequest request)
    {
        var start = new ProcessStartInfo(path, request.Arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = request.Environment.WorkingDirectory,
            RedirectStandardInput = request.InputFrom != StreamRoute.Inherit,
            RedirectStandardOutput = request.OutputTo != StreamRoute.Inherit,
            RedirectStandardError = request.ErrorTo != StreamRoute.Inherit,
        };
        start.Environment.Clear();
        if (!request.OnlyGivenVariables)
        {
            foreach (var (name, value) in request.Environment.Inherited)
            {
                start.Environment[name] = value;
            }
        }

        foreach (var (name, value) in request.Variables)
        {
            start.Environment[name] = value.RevealText();
        }

        return start;
    }

    private static async Task FeedAsync(Process process, ProcessRequest request, CancellationToken cancellationToken)
    {
        if (request.InputFrom == StreamRoute.Inherit)
        {
            return;
        }

        try
        {
            await process.StandardInput.BaseStream.WriteAsync(request.Input, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException) when (!cancellationToken.IsCancellationRequested)
        {
            return; // The child closed its input: it has read what it wants.
        }
    }

    private static async Task DrainAsync(
        Process process, StreamRoute kind, Stream? from, CaptureBuffer into, ProcessRequest request, CancellationToken cancellationToken)
    {
        if (from is null)
        {
            return;
        }

        var chunk = GC.AllocateUninitializedArray<byte>(4096, pinned: true);
        try
        {
            int count;
            while ((count = await from.ReadAsync(chunk, cancellationToken)) > 0)
            {
                if (kind == StreamRoute.Null)
                {
                    continue;
                }

                for (var rest = chunk.AsMemory(0, count); !rest.IsEmpty;)
                {
                    var free = into.FreeSpace();
                    var part = Math.Min(free.Length, rest.Length);
                    rest.Span[..part].CopyTo(free);
                    into.Advance(part);
                    rest = rest[part..];
                }

                if (into.Length > request.OutputLimit)
                {
                    process.Kill(entireProcessTree: true);
                    throw new SecretsKitException(
                        ErrorCode.LimitExceeded,
                        string.Create(CultureInfo.InvariantCulture, $"{request.Program} wrote more than {request.OutputLimit} bytes"));
                }
            }
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(chunk);
        }
    }
}
