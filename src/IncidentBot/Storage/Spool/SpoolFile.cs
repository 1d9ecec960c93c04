namespace IncidentBot.Storage.Spool;

/// <summary>The emergency file on disk, held by this process alone. What was appended is on disk when the call returns.</summary>
internal sealed class SpoolFile : IDisposable
{
    private readonly FileStream _file;

    private SpoolFile(FileStream file)
    {
        _file = file;
        Length = file.Length;
    }

    /// <summary>How much of the file is sound and known to be on disk.</summary>
    public long Length { get; private set; }

    /// <summary>Opens it for this process alone, made for the owner's eyes only if missing, and reads what it holds.</summary>
    /// <exception cref="IOException">Another process has it, or it cannot be read.</exception>
    /// <exception cref="UnusableStoreException">The place cannot be written.</exception>
    public static SpoolFile Open(string path, out byte[] content)
    {
        var stream = PrivateFiles.Open(path, OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None, "Storage:SpoolPath");
        try
        {
            var file = new SpoolFile(stream);
            content = file.ReadAll();
            if (!content.AsSpan().StartsWith(SpoolFrame.FileHeader))
            {
                // An empty file, or one whose making was cut short; anything else is not ours to overwrite.
                if (!SpoolFrame.FileHeader.StartsWith(content))
                {
                    throw new UnusableStoreException($"{path} is no emergency file of this version; move it away, or set another Storage:SpoolPath.");
                }

                RandomAccess.Write(stream.SafeFileHandle, SpoolFrame.FileHeader, 0);
                content = SpoolFrame.FileHeader.ToArray();
                file.SyncAt(content.Length);
                // A new file is found again after a power cut only with its name in the folder.
                PrivateFiles.SyncFolder(Path.GetDirectoryName(path)!);
            }
            else if (content.Length > SpoolFrame.FileHeader.Length)
            {
                file.SyncAnew(content);
            }

            return file;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Appends frames with one flush to disk, and says where each begins.</summary>
    /// <exception cref="SpoolException">They were not taken, or that cannot be told.</exception>
    public long Append(IReadOnlyList<byte[]> frames)
    {
        var start = Length;
        try
        {
            byte[] bytes = [.. frames.SelectMany(frame => frame)];
            RandomAccess.Write(_file.SafeFileHandle, bytes, start);
            SyncAt(start + bytes.Length);
            return start;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw new SpoolException(outcomeUnknown: !TryCutAt(start), e.Message, e);
        }
    }

    /// <summary>Reads a frame back.</summary>
    /// <exception cref="IOException">It cannot be read, or is not what was written.</exception>
    public byte[] Read(long offset, int length)
    {
        var frame = new byte[length];
        try
        {
            return RandomAccess.Read(_file.SafeFileHandle, frame, offset) == length && SpoolFrame.Measure(frame) == length
                ? frame
                : throw new IOException($"The emergency file was changed at {offset}.");
        }
        catch (ObjectDisposedException e)
        {
            throw new IOException("The emergency file was closed meanwhile.", e);
        }
    }

    /// <summary>Writes over a frame with another of its length, on disk as well.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Overwrite(long offset, byte[] frame)
    {
        RandomAccess.Write(_file.SafeFileHandle, frame, offset);
        RandomAccess.FlushToDisk(_file.SafeFileHandle);
    }

    /// <summary>Empties it, on disk as well.</summary>
    public void Clear() => CutAt(SpoolFrame.FileHeader.Length);

    /// <summary>Takes off what lies behind a place, on disk as well.</summary>
    public void CutAt(long length)
    {
        RandomAccess.SetLength(_file.SafeFileHandle, length);
        SyncAt(length);
    }

    public void Dispose() => _file.Dispose();

    private bool TryCutAt(long length)
    {
        try
        {
            CutAt(length);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return false;
        }
    }

    private void SyncAt(long length)
    {
        RandomAccess.FlushToDisk(_file.SafeFileHandle);
        Length = length;
    }

    /// <summary>
    /// Brings to disk what a process left that was killed before it did, or whose flush failed. Written once more, because
    /// after a failed flush the system may take the pages for clean and leave them out of the next.
    /// </summary>
    private void SyncAnew(byte[] content)
    {
        RandomAccess.Write(_file.SafeFileHandle, content, 0);
        SyncAt(content.Length);
    }

    private byte[] ReadAll()
    {
        var content = new byte[Length];
        for (var read = 0; read < content.Length;)
        {
            var more = RandomAccess.Read(_file.SafeFileHandle, content.AsSpan(read), read);
            read = more > 0 ? read + more : throw new EndOfStreamException();
        }

        return content;
    }
}
