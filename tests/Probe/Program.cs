using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Secrets;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Lifetime;
using SecretsKit.Platform.Processes;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Probe;

/// <summary>
/// Single pieces of Platform as a process of their own, for tests that kill it, take away its rights or give it a terminal.
/// Exit status 1 and one line <c>CODE: message | hint</c> stand for an error.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var environment = HostEnvironment.FromProcess();
        try
        {
            return args switch
            {
                ["write", var mode, var kind, var path, var content] => Write(environment, mode, kind, path, content),
                ["increment", var mode, var path, var count] => Increment(environment, mode, path, int.Parse(count)),
                ["hold-folder", var place, .. var command] => await HoldFolderAsync(environment, place, command),
                ["cancel-folder"] => await CancelFolderAsync(environment),
                ["harden"] => Harden(),
                ["ask", var prompt] => await AskAsync((terminal, token) => terminal.AskAsync(prompt, token)),
                ["question", var mode, var text, var keys] => await AskAsync(
                    (terminal, token) =>
                        terminal.AskAsync(new TerminalQuestion(text, Enum.Parse<AnswerMode>(mode), keys.Replace('/', '\n')), token)),
                _ => 64,
            };
        }
        catch (SecretsKitException e)
        {
            Console.WriteLine($"{e.Code}: {e.Message} | {e.Hint}");
            return 1;
        }
    }

    private static int Write(HostEnvironment environment, string mode, string kind, string path, string content)
    {
        AtomicFile.Write(new FileWriteRequest
        {
            Environment = environment,
            Path = path,
            Content = Encoding.UTF8.GetBytes(content.StartsWith('*') ? new string('x', int.Parse(content[1..])) : content),
            Kind = Enum.Parse<FileContentKind>(kind),
            Mode = Enum.Parse<FileWriteMode>(mode),
        });
        return 0;
    }

    /// <summary>
    /// Raises the number in a file so many times, unless somebody else changes it in between, and prints how often it could.
    /// </summary>
    private static int Increment(HostEnvironment environment, string mode, string path, int count)
    {
        var done = 0;
        for (var i = 0; i < count; i++)
        {
            var before = FileReader.Read(environment, path);
            // In the middle of another's writing in place there is no number.
            if (!int.TryParse(Encoding.UTF8.GetString(before), out var number))
            {
                continue;
            }

            try
            {
                AtomicFile.Write(new()
                {
                    Environment = environment,
                    Path = path,
                    Content = Encoding.UTF8.GetBytes($"{number + 1}"),
                    Kind = FileContentKind.Public,
                    Mode = Enum.Parse<FileWriteMode>(mode),
                    Expected = FileSnapshot.Of(before),
                });
                done++;
            }
            catch (SecretsKitException e) when (e.Code == ErrorCode.FileChanged)
            {
            }
        }

        // In one piece: several such processes print to one pipe.
        Console.Write($"{done}\n");
        return 0;
    }

    private static int Harden()
    {
        Console.WriteLine(ProcessHardening.Apply());
        Console.Write(File.ReadAllText("/proc/self/limits"));
        return 0;
    }

    private static async Task<int> HoldFolderAsync(HostEnvironment environment, string place, string[] command)
    {
        using var folder = SecretFolder.Create(environment, Enum.Parse<SecretFolderPlace>(place));
        folder.WriteFile("values.yaml", "canary"u8);
        Console.WriteLine(folder.Path);
        Console.WriteLine(command.Length > 0 ? StartOn(environment, folder, command) : "");
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    /// <summary>Starts a program that uses the folder; its process number.</summary>
    private static string StartOn(HostEnvironment environment, SecretFolder folder, string[] command)
    {
        _ = new ProcessRunner().RunAsync(
            new()
            {
                Program = "sh",
                Arguments = ["-c", "echo $$ >\"$0/child\"; exec \"$@\"", folder.Path, .. command],
                Environment = environment,
                Uses = [folder],
            },
            CancellationToken.None).AsTask();
        var file = Path.Combine(folder.Path, "child");
        while (!File.Exists(file) || new FileInfo(file).Length < 2)
        {
            Thread.Yield();
        }

        return File.ReadAllText(file).Trim();
    }

    private static async Task<int> CancelFolderAsync(HostEnvironment environment)
    {
        using var signals = new Signals();
        using var folder = SecretFolder.Create(environment, SecretFolderPlace.MemoryOnly);
        folder.WriteFile("values.yaml", "canary"u8);
        var token = signals.Token;
        Console.WriteLine(folder.Path);
        try
        {
            await Task.Delay(Timeout.Infinite, token);
        }
        catch (OperationCanceledException)
        {
            return 128 + signals.Received!.Value;
        }

        return 0;
    }

    private static async Task<int> AskAsync(Func<TerminalPassphrasePrompt, CancellationToken, ValueTask<SecretBytes?>> ask)
    {
        using var signals = new Signals();
        try
        {
            using var secret = await ask(new TerminalPassphrasePrompt(), signals.Token);
            Console.WriteLine(secret is null ? "no answer" : $"[{Encoding.UTF8.GetString(secret.Span)}]");
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("cancelled");
            return 130;
        }
    }
}
