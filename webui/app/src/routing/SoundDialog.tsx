import { useState } from "react";
import { uploadSound } from "../api/routing";
import { t } from "../language";
import { TextField } from "../ui/fields";
import { RouteForm } from "./RouteForm";

const { routing } = t;

/** Uploads a greeting or music. */
export function SoundDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [file, setFile] = useState<File>();
  return (
    <RouteForm
      title={routing.add.sound}
      action={routing.upload}
      save={async () => file && uploadSound(name, file)}
      onClose={onClose}
      fields={["name", "file"]}
    >
      {(problems) => (
        <>
          <TextField
            label={routing.soundFile}
            hint={routing.soundFileHint}
            type="file"
            accept=".wav,audio/wav"
            required
            className="py-1.5"
            error={problems.file}
            onChange={(event) => {
              const chosen = event.target.files?.[0];
              setFile(chosen);
              if (chosen && !name) setName(chosen.name.replace(/\.wav$/i, ""));
            }}
          />
          <TextField
            label={routing.soundName}
            required
            maxLength={100}
            value={name}
            error={problems.name}
            onChange={(event) => setName(event.target.value)}
          />
        </>
      )}
    </RouteForm>
  );
}
