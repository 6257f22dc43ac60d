using System.Net;
using System.Net.Sockets;

namespace SecretsKit.Goldens.Sops;

/// <summary>The command <c>keyservice</c> beside a test.</summary>
internal sealed class KeyServerRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<SopsResult> _run;

    private KeyServerRun(SopsRun run, string[] words, string[] identities, KeyValuePair<string, string>[] variables, string input) =>
        _run = run.RunAsync(words, identities, variables, System.Text.Encoding.UTF8.GetBytes(input), stop: _stop.Token);

    /// <summary>Starts it, and returns once it accepts connections.</summary>
    public static async Task<KeyServerRun> StartAsync(
        SopsRun run, CaseFolder folder, string[] words, string[] identities, string input = "",
        params KeyValuePair<string, string>[] variables)
    {
        var server = new KeyServerRun(run, words, identities, variables, input);
        var address = words[Array.IndexOf(words, "--addr") + 1];
        EndPoint endPoint = words.Contains("unix") ? new UnixDomainSocketEndPoint(folder.File(address)) : IPEndPoint.Parse(address);
        while (!server._run.IsCompleted && !await AnswersAsync(endPoint))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
        }

        return server;
    }

    /// <summary>Ends it as a signal does.</summary>
    public async Task<SopsResult> StopAsync()
    {
        await _stop.CancelAsync();
        return await _run;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private static async Task<bool> AnswersAsync(EndPoint endPoint)
    {
        using var socket = endPoint is IPEndPoint
            ? new Socket(SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(endPoint, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
