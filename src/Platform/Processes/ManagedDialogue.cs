using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;

namespace SecretsKit.Platform.Processes;

/// <summary>A dialogue with a child of the base library, for Windows.</summary>
[SupportedOSPlatform("windows")]
internal sealed class ManagedDialogue : IProcessDialogue
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);
    private readonly Process _process;

    private ManagedDialogue(Process process) => _process = process;

    internal static ManagedDialogue Start(string path, ProcessRequest request)
    {
        var process = new Process { StartInfo = ManagedProcess.Describe(path, request) };
        try
        {
            process.Start();
            if (process.StartInfo.RedirectStandardError)
            {
                // Nobody reads it, and a full pipe would stop the child.
                process.BeginErrorReadLine();
            }

            return new ManagedDialogue(process);
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            throw new ProcessStartException(ProcessStartFailure.Refused, request.Program, $"fork/exec {request.Program}: {e.Message}");
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _process.StandardInput.BaseStream.WriteAsync(bytes, cancellationToken);
            await _process.StandardInput.BaseStream.FlushAsync(cancellationToken);
        }
        catch (IOException) when (!cancellationToken.IsCancellationRequested)
        {
            return; // The child closed its input; what it says next tells why.
        }
    }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _process.StandardOutput.BaseStream.ReadAsync(buffer, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        _process.StandardOutput.Close();
        using var patience = new CancellationTokenSource(Farewell);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
