using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Operations;

/// <summary>Asks for a yes or a no on standard input.</summary>
internal static class Confirmation
{
    private const int LongestLine = 4096;

    /// <summary>Asks until the answer is <c>y</c> or <c>n</c>.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.General"/>: the input ended.</exception>
    public static ValueTask<bool> AskAsync(CliHost host, string question, CancellationToken ct) =>
        AskAsync(host, QuestionScreen.Output, question, ct);

    /// <summary>Asks elsewhere than on standard output.</summary>
    /// <inheritdoc cref="AskAsync(CliHost, string, CancellationToken)"/>
    public static async ValueTask<bool> AskAsync(CliHost host, QuestionScreen screen, string question, CancellationToken ct)
    {
        await host.Output.FlushAsync(ct);
        while (true)
        {
            await host.WriteQuestionAsync(question, screen, ct);
            switch ((await AnswerAsync(host, screen, ct)).Trim())
            {
                case "y":
                    return true;
                case "n":
                    return false;
            }
        }
    }

    /// <summary>Asks elsewhere than on standard output; an end of the input counts as no.</summary>
    public static async ValueTask<bool> AgreesAsync(CliHost host, QuestionScreen screen, string question, CancellationToken ct)
    {
        try
        {
            return await AskAsync(host, screen, question, ct);
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.General)
        {
            return false;
        }
    }

    private static async ValueTask<string> AnswerAsync(CliHost host, QuestionScreen screen, CancellationToken ct)
    {
        try
        {
            return await ReadLineAsync(host.Input, ct);
        }
        catch (SecretsKitException) when (screen == QuestionScreen.Error)
        {
            host.WriteErrorLine(""); // What is said next begins a line.
            throw;
        }
    }

    // One byte at a time: what follows the line belongs to the next reader.
    private static async ValueTask<string> ReadLineAsync(Stream input, CancellationToken ct)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        // A console does not end its read when we are cancelled, so the wait does.
        while (await input.ReadAsync(one, ct).AsTask().WaitAsync(ct) > 0)
        {
            if (one[0] == (byte)'\n')
            {
                return line.ToString();
            }

            if (line.Length < LongestLine)
            {
                line.Append((char)one[0]);
            }
        }

        return line.Length > 0 ? line.ToString() : throw new SecretsKitException(ErrorCode.General, "EOF");
    }
}
