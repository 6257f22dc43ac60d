using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using SecretsKit.Platform.Processes;
using SecretsKit.Platform.Terminal;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age.Plugins;

/// <summary>
/// One run of a plugin (C2SP age-plugin, IPC protocol): we send commands until <c>done</c>, then the plugin does, and we answer each.
/// Messages and questions for the user are answered here, for they are the same for wrapping and unwrapping. Disposing ends the plugin.
/// </summary>
internal sealed class PluginConversation(
    string name, IProcessDialogue process, PluginDialog dialog, PluginLimits limits, TimeProvider clock) : IAsyncDisposable
{
    private readonly PluginReader _reader = new(process);
    private int _commands;

    /// <summary>Sends a command.</summary>
    /// <param name="command">Its name and arguments, as they are written in a line. May be secret; stays the caller's.</param>
    /// <param name="body">What goes with it. May be secret; stays the caller's.</param>
    /// <param name="ct">Ends the wait for a plugin that does not read.</param>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> command, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var text = Encode(command.Span, body.Span);
        try
        {
            await PatientlyAsync(
                async token =>
                {
                    await process.WriteAsync(text, token);
                    return true;
                },
                ct);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>Sends a command without secrets.</summary>
    public ValueTask SendAsync(string command, ReadOnlyMemory<byte> body, CancellationToken ct) =>
        SendAsync(Encoding.ASCII.GetBytes(command), body, ct);

    /// <summary>Accepts the plugin's last command.</summary>
    public ValueTask AcceptAsync(CancellationToken ct) => SendAsync("ok", default, ct);

    /// <summary>Waits for the next command that is about keys; everything else that plugins send is dealt with.</summary>
    /// <param name="known">The commands that the caller wants to see.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The command, whose body the caller wipes; null for <c>done</c>.</returns>
    /// <exception cref="AgeException">
    /// <see cref="AgeFailure.Plugin"/>: the plugin reports an error, breaks the protocol, ends or is silent.
    /// </exception>
    public async ValueTask<AgeStanza?> NextAsync(IReadOnlyCollection<string> known, CancellationToken ct)
    {
        while (true)
        {
            if (++_commands > PluginLimits.MaxCommands)
            {
                throw Bad($"sent more than {PluginLimits.MaxCommands} commands");
            }

            var command = await ReadAsync(ct);
            if (known.Contains(command.Type))
            {
                return command;
            }

            switch (command.Type)
            {
                case "done":
                    return null;
                case "error":
                    await AcceptAsync(ct);
                    throw Bad(PluginText.Of(command.Body) is { Length: > 0 } text ? text : "an error without a message");
                case "msg":
                    dialog.Show(name, PluginText.Of(command.Body));
                    await AcceptAsync(ct);
                    break;
                case "request-secret":
                    await AnswerAsync(command, AnswerMode.Hidden, ct);
                    break;
                case "request-public":
                    await AnswerAsync(command, AnswerMode.Visible, ct);
                    break;
                case "confirm":
                    await ConfirmAsync(command, ct);
                    break;
                default:
                    // Commands of a later version, and grease that keeps this answer in use.
                    await SendAsync("unsupported", default, ct);
                    break;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await process.DisposeAsync();
    }

    /// <summary>An error of this plugin.</summary>
    public AgeException Bad(string message, string? hint = null) => new(AgeFailure.Plugin, $"{name} plugin: {message}") { Hint = hint };

    private ValueTask<AgeStanza> ReadAsync(CancellationToken ct) => PatientlyAsync(
        async token =>
        {
            try
            {
                return await _reader.ReadAsync(token);
            }
            catch (AgeException e)
            {
                throw Bad(e.Message, e.Hint);
            }
        },
        ct);

    private async ValueTask AnswerAsync(AgeStanza command, AnswerMode mode, CancellationToken ct)
    {
        using var answer = await dialog.AskAsync(PluginText.Of(command.Body), mode, ct);
        if (answer is null)
        {
            await SendAsync("fail", default, ct);
            return;
        }

        var body = GC.AllocateUninitializedArray<byte>(answer.Length, pinned: true);
        answer.Span.CopyTo(body);
        try
        {
            await SendAsync("ok", body, ct);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
        }
    }

    private async ValueTask ConfirmAsync(AgeStanza command, CancellationToken ct)
    {
        if (command.Arguments.Count is not (1 or 2))
        {
            throw Bad("malformed confirm stanza: unexpected arguments");
        }

        var labels = command.Arguments.Select(argument =>
            StrictBase64.TryDecode(Encoding.ASCII.GetBytes(argument), out _)
                ?? throw Bad("malformed confirm stanza: arguments are not base64")).Select(static text =>
                PluginText.Of(text)).ToList();
        var answer = await dialog.ConfirmAsync(PluginText.Of(command.Body), labels[0], labels.ElementAtOrDefault(1), ct);
        await SendAsync(answer switch { true => "ok yes", false => "ok no", null => "fail" }, default, ct);
    }

    private async ValueTask<T> PatientlyAsync<T>(Func<CancellationToken, ValueTask<T>> step, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(limits.Silence, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            return await step(either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw Bad(FormattableString.Invariant($"no answer for {limits.Silence.TotalSeconds} seconds"));
        }
    }

    /// <summary>A stanza as bytes, for its body may be secret and a string cannot be wiped.</summary>
    private static byte[] Encode(ReadOnlySpan<byte> command, ReadOnlySpan<byte> body)
    {
        var text = GC.AllocateUninitializedArray<byte>(
            "-> \n"u8.Length + command.Length
                + ((AgeStanzaText.Columns + 1) * ((body.Length / AgeStanzaText.BytesPerLine) + 1)), pinned: true);
        "-> "u8.CopyTo(text);
        command.CopyTo(text.AsSpan(3));
        var at = 3 + command.Length;
        text[at++] = (byte)'\n';
        while (true)
        {
            var line = body[..Math.Min(body.Length, AgeStanzaText.BytesPerLine)];
            body = body[line.Length..];
            Base64.EncodeToUtf8(line, text.AsSpan(at), out _, out var written);
            at += text.AsSpan(at, written).TrimEnd((byte)'=').Length;
            text[at++] = (byte)'\n';
            if (line.Length < AgeStanzaText.BytesPerLine)
            {
                var exact = GC.AllocateUninitializedArray<byte>(at, pinned: true);
                text.AsSpan(0, at).CopyTo(exact);
                CryptographicOperations.ZeroMemory(text);
                return exact;
            }
        }
    }
}
