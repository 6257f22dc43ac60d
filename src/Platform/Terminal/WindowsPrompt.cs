using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using SecretsKit.Core.Display;
using SecretsKit.Core.Secrets;

namespace SecretsKit.Platform.Terminal;

/// <summary>
/// One question on the console. A key is typed as a line here. Ctrl+C ends the process, as the console's own
/// line mode does; it restores the mode then.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class WindowsPrompt
{
    private const int MaxCharacters = 4096;
    private const uint EchoInput = 0x4;

    internal static SecretBytes? Ask(TerminalQuestion question)
    {
        if (question.Mode != AnswerMode.Key)
        {
            return AskLine(question);
        }

        while (AskLine(question) is { } line)
        {
            using (line)
            {
                var key = line.Length == 0 ? (byte)'\n' : line.Span[0];
                if (question.Keys.Contains((char)key))
                {
                    return new SecretBytes([key]);
                }
            }
        }

        return null;
    }

    private static SecretBytes? AskLine(TerminalQuestion question)
    {
        using var input = Open("CONIN$");
        using var output = Open("CONOUT$");
        if (input is null || output is null || GetConsoleMode(input, out var mode) == 0)
        {
            return null;
        }

        var line = GC.AllocateUninitializedArray<char>(MaxCharacters, pinned: true);
        _ = SetConsoleMode(input, question.Mode == AnswerMode.Hidden ? mode & ~EchoInput : mode | EchoInput);
        try
        {
            Show(output, DisplayText.SafeLines(question.Text));
            int read, count = 0;
            fixed (char* start = line)
            {
                count = ReadConsole(input, start, MaxCharacters, &read, 0) != 0 ? read : 0;
            }

            if (question.Mode == AnswerMode.Hidden)
            {
                Show(output, "\r\n");
            }

            return count == 0 ? null : Encode(line.AsSpan(0, count).TrimEnd("\r\n"));
        }
        finally
        {
            _ = SetConsoleMode(input, mode);
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(line.AsSpan()));
        }
    }

    private static SecretBytes Encode(ReadOnlySpan<char> line)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetMaxByteCount(line.Length), pinned: true);
        try
        {
            return new SecretBytes(bytes.AsSpan(0, Encoding.UTF8.GetBytes(line, bytes)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static SafeFileHandle? Open(string name)
    {
        try
        {
            return File.OpenHandle(name, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (IOException)
        {
            return null; // No console.
        }
    }

    private static void Show(SafeFileHandle output, string text)
    {
        int written;
        fixed (char* start = text)
        {
            _ = WriteConsole(output, start, text.Length, &written, 0);
        }
    }

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int GetConsoleMode(SafeFileHandle console, out uint mode);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int SetConsoleMode(SafeFileHandle console, uint mode);

    [LibraryImport("kernel32", EntryPoint = "ReadConsoleW", SetLastError = true)]
    private static partial int ReadConsole(SafeFileHandle console, char* buffer, int count, int* read, nint control);

    [LibraryImport("kernel32", EntryPoint = "WriteConsoleW", SetLastError = true)]
    private static partial int WriteConsole(SafeFileHandle console, char* buffer, int count, int* written, nint reserved);
}
